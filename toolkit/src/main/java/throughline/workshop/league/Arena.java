package throughline.workshop.league;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import throughline.fab.Fab;
import throughline.fab.MiniFab;
import throughline.fab.MiniFabSpec;
import throughline.fab.Order;
import throughline.fab.Product;
import throughline.fab.Release;
import throughline.fab.Smt2020;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A fab that rules are tried on, and for how long.
///
/// @param name   as the table calls it
/// @param fab    empty at the start, released into from outside; its own rules are replaced by the one tried
/// @param warmUp days of each run that do not count, 0 or more
/// @param days   that count, positive
public record Arena(String name, Fab fab, double warmUp, double days) {
    /// Days of a run that do not count, unless said otherwise.
    public static final double WARM_UP = 10;
    /// Days that count, unless said otherwise.
    public static final double DAYS = 60;

    /// Lots released in Mini-Fab: more than any run can use up.
    private static final int LOTS = 1_000_000;
    /// Every so many lots of Mini-Fab one is hot.
    private static final int HOT = 12;
    /// Due dates of Mini-Fab are so many times the hours that a lot needs which never waits.
    private static final double LEAD = 2.2;

    private static final double HOT_LEAD = 1.5;

    public Arena {
        if (!(warmUp >= 0 && days > 0 && warmUp + days <= 36_500)) {
            throw new BadInput(
                    "league on %s: warm-up [%s d] must be 0 or more, days [%s] more than 0, both at most 36500 together",
                    name, warmUp, days);
        }
        if (fab.release() instanceof Release.Conwip) {
            throw new BadInput(
                    "league on %s: its release is [CONWIP], under which a rule decides how many lots are started;"
                            + " give a fab with releases of its own",
                    name);
        }
        fab = fab.startingWith(List.of());
    }

    /// A fab for the usual time.
    public static Arena of(Fab fab) {
        return new Arena(fab.name(), fab, WARM_UP, DAYS);
    }

    /// This arena with other lengths of time.
    public Arena lasting(double warmUpDays, double countedDays) {
        return new Arena(name, fab, warmUpDays, countedDays);
    }

    /// Intel's Mini-Fab as [MiniFabSpec#KEMPF] has it, with due dates and hot lots, which are ours: a lot is due 2.2
    /// times its raw process time after its release, each twelfth lot is hot and due after 1.5 times that time.
    public static Arena miniFab() {
        return miniFab(MiniFabSpec.KEMPF);
    }

    /// Mini-Fab with other knobs, and with the due dates of [#miniFab()]. Lots are released without end; the knobs
    /// `lots`, `horizon` and `dispatch` change nothing.
    public static Arena miniFab(MiniFabSpec spec) {
        Fab fab = MiniFab.fab(spec.with("lots", String.valueOf(LOTS)));
        return of(fab.with(new Dated(fab)));
    }

    /// A fab that a seed draws: stations, routes, set-ups, loads, breakdowns and due dates. See [DrawnFab].
    ///
    /// @param seed for a teacher to keep
    public static Arena drawn(long seed) {
        return of(DrawnFab.of(seed));
    }

    /// The fab of a word or a folder.
    ///
    /// @param text `minifab`; `drawn:SEED`; `small-fab`, a folder below `datasets`; or a folder with a fab in the
    ///             format of SMT2020
    /// @param home folder that `datasets` lies in
    /// @throws BadInput naming what is allowed
    public static Arena named(String text, Path home) {
        if (text.equals("minifab")) {
            return miniFab();
        }
        if (text.matches("drawn:-?\\d{1,18}")) {
            return drawn(Long.parseLong(text.substring("drawn:".length())));
        }
        Path folder = text.equals("small-fab") ? home.resolve("datasets").resolve(text) : Path.of(text);
        if (!Files.isDirectory(folder)) {
            throw new BadInput(
                    "fab [%s] is none of minifab, small-fab, drawn:SEED, and no folder with a fab in the format of"
                            + " SMT2020",
                    text);
        }
        return new Arena(folder.getFileName().toString(), Smt2020.read(folder), WARM_UP, DAYS);
    }

    /// The releases of a fab with a due date for each lot, and some of them hot.
    private record Dated(Fab fab) implements Release {
        @Override
        public Iterator<Start> starts(Stream stream) {
            Iterator<Start> plain = fab.release().starts(stream);
            return new Iterator<>() {
                private int started;

                @Override
                public boolean hasNext() {
                    return plain.hasNext();
                }

                @Override
                public Start next() {
                    Start start = plain.next();
                    boolean hot = ++started % HOT == 0;
                    Product product = start.order().product();
                    double minutes = 60 * fab.rawHours(product) * (hot ? HOT_LEAD : LEAD);
                    String name = hot ? "hot " + product.name() : product.name();
                    return new Start(start.tick(), new Order(name, product, hot ? 1 : 0, minutes));
                }
            };
        }
    }
}
