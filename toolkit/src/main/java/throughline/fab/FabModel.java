package throughline.fab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import throughline.devs.Coupled;
import throughline.devs.Out;
import throughline.random.Streams;

/// A fab as a Parallel DEVS model: one [Stage] a station, coupled as the routes lead, with feedback where they return,
/// inside an experimental frame of [Starter] and [Transducer].
public final class FabModel extends Coupled {
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Starter starter;
    private final Transducer transducer;

    /// @param fab     what to build
    /// @param streams of the run; each component draws from the stream of its own name
    public FabModel(Fab fab, Streams streams) {
        super(fab.name());
        Map<String, Set<String>> next = new TreeMap<>();
        Set<String> entries = new TreeSet<>();
        for (Product product : fab.products()) {
            List<Step> steps = product.route().steps();
            entries.add(steps.getFirst().station());
            for (int i = 1; i < steps.size(); i++) {
                String from = steps.get(i - 1).station();
                String to = steps.get(i).station();
                if (!from.equals(to)) {
                    next.computeIfAbsent(from, s -> new TreeSet<>()).add(to);
                }
            }
        }
        starter = add(new Starter("starter", fab.release(), entries, streams.named("starter")));
        transducer = add(new Transducer("transducer"));
        for (Station station : fab.stations()) {
            Set<String> destinations = next.getOrDefault(station.name(), Set.of());
            stages.put(
                    station.name(), add(new Stage(station, fab.setups(), destinations, streams.below(station.name()))));
        }
        starter.exits().forEach((station, exit) -> {
            couple(exit, stages.get(station).arriving);
            couple(exit, transducer.started);
        });
        stages.values().forEach(this::coupleStage);
    }

    private void coupleStage(Stage stage) {
        couple(stage.finished, transducer.finished);
        couple(stage.scrapped, transducer.scrapped);
        for (Map.Entry<String, Out<Lot>> exit : stage.exits().entrySet()) {
            couple(exit.getValue(), stages.get(exit.getKey()).arriving);
        }
    }

    /// The stage of a station.
    ///
    /// @throws IllegalArgumentException naming the stations, when there is none of that name
    public Stage stage(String station) {
        Stage stage = stages.get(station);
        if (stage == null) {
            throw new IllegalArgumentException(
                    "%s has no station [%s]; it has %s".formatted(name(), station, stages.keySet()));
        }
        return stage;
    }

    /// All machines, station by station.
    public List<Machine> machines() {
        List<Machine> machines = new ArrayList<>();
        stages.values().forEach(stage -> machines.addAll(stage.machines()));
        return machines;
    }

    /// What measures it.
    public Transducer transducer() {
        return transducer;
    }

    /// Whether only calendars are pending: nothing more will be released, no machine holds a lot, and what waits can
    /// never be started. Asked between two instants.
    public boolean quiet() {
        if (!starter.done()) {
            return false;
        }
        for (Stage stage : stages.values()) {
            for (int tool = 0; tool < stage.machines().size(); tool++) {
                if (stage.machines().get(tool).holdsLots() || stage.buffer().startable(tool)) {
                    return false;
                }
            }
        }
        return true;
    }
}
