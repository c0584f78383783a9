package throughline.cluster.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Watches windows as they come, and tells what shows in enough of them in a row. A hang is told at once. What has been
/// told is told again only after a window without it.
///
/// ```java
/// Detector detector = new Detector(List.of(communicator), Rules.USUAL);
/// for (Window window : windows) {
///     show(detector.watch(window));
/// }
/// ```
public final class Detector {
    private final List<Communicator> communicators;
    private final Rules rules;
    private Map<Finding, Integer> streaks = new HashMap<>();

    /// @param communicators of the job, whose waits and hangs are looked at
    /// @param rules         when something is wrong
    public Detector(List<Communicator> communicators, Rules rules) {
        this.communicators = List.copyOf(communicators);
        this.rules = rules;
    }

    /// What the next window confirms.
    public List<Alarm> watch(Window window) {
        Map<Finding, Integer> next = new HashMap<>();
        List<Alarm> alarms = new ArrayList<>();
        for (Finding finding : seen(window)) {
            int streak = streaks.getOrDefault(finding, 0) + 1;
            next.put(finding, streak);
            if (streak == needed(finding)) {
                alarms.add(new Alarm(window.to(), finding));
            }
        }
        streaks = next;
        return alarms;
    }

    private int needed(Finding finding) {
        return switch (finding) {
            case Finding.CommunicationHang _, Finding.RankHang _ -> 1;
            case Finding.SlowLink _, Finding.SlowSender _, Finding.SlowReceiver _, Finding.Straggler _ ->
                rules.windows();
        };
    }

    private Set<Finding> seen(Window window) {
        Set<Finding> seen = new LinkedHashSet<>(SlowPaths.in(window.transports(), rules));
        for (Communicator communicator : communicators) {
            Hangs.in(window.operations(), communicator, window.to(), rules).ifPresent(seen::add);
            Stragglers.in(window.operations(), communicator, rules).ifPresent(seen::add);
        }
        return seen;
    }
}
