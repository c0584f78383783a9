package throughline.fab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import throughline.data.Recipe;
import throughline.data.Trace;
import throughline.fab.Calendar.Effect;
import throughline.fab.Calendar.Trigger;
import throughline.fab.Crew.Absence;
import throughline.fab.Crew.Person;
import throughline.fab.MiniFabSpec.Furnace;
import throughline.fab.MiniFabSpec.Law;
import throughline.fab.MiniFabSpec.Repair;
import throughline.fab.MiniFabSpec.Rule;
import throughline.fab.Transport.Travel;
import throughline.random.Distribution;
import throughline.random.Distribution.Constant;
import throughline.random.Distribution.Normal;
import throughline.random.Distribution.Uniform;
import throughline.random.Streams;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Intel's Mini-Fab (Karl Kempf's five-machine, six-step fab): two furnaces, two implanters and one lithography
/// machine, each visited twice. Process, load and unload times, batches, set-ups, maintenance and breakdowns are the
/// published ones, but for the furnaces' loading and unloading, which is recalled, and the hours at which maintenance
/// falls due, which are ours. The test wafer rule, operators, the technician, the transporter and finite buffers are
/// switches of [MiniFabSpec].
public final class MiniFab {
    /// The station of the furnaces Ma and Mb.
    public static final String DIFFUSION = "Diffusion";
    /// The station of the implanters Mc and Md.
    public static final String IMPLANTATION = "Implantation";
    /// The station of Me.
    public static final String LITHOGRAPHY = "Lithography";

    private static final String TEST_WAFERS = "TW";
    private static final double HOUR = 60;
    private static final double DAY = 24 * HOUR;
    private static final double SHIFT = 12 * HOUR;
    private static final double WEEK = 7 * DAY;

    /// Cells stand in a row, four minutes apart, in the order of the cells' numbers.
    private static final Transport TRANSPORT = new Transport(
            1, 1, 1, 1, Travel.line(4, List.of(Transport.SOURCE, DIFFUSION, LITHOGRAPHY, IMPLANTATION, Transport.OUT)));

    /// The order of preference is ours: the bottleneck first.
    private static final Crew TECHNICIAN =
            new Crew(List.of(new Person("technician", List.of(LITHOGRAPHY, IMPLANTATION, DIFFUSION))), Absence.NEVER);

    private MiniFab() {}

    /// The fab on paper.
    public static Fab fab(MiniFabSpec spec) {
        Batching s1 = furnace(spec, "AAA", "AAB", "AAT", "ABT", "BBT", "BBA", "BBB");
        Batching s5 = furnace(spec, "AAA", "AAT", "BBT", "BBB");
        List<Product> products = new ArrayList<>();
        for (String name : List.of("Pa", "Pb", TEST_WAFERS)) {
            products.add(new Product(name, 1, route(spec, name, s1, s5)));
        }
        SequencedMap<Product, Integer> round = new LinkedHashMap<>();
        round.put(products.get(0), spec.pa());
        round.put(products.get(1), spec.pb());
        round.put(products.get(2), spec.tw());
        Dispatch litho = spec.dispatch() == Rule.FIFO ? Dispatch.FIFO : Dispatch.SETUP_AVOIDING;
        List<Station> stations = List.of(
                new Station(
                        DIFFUSION,
                        List.of(tool(spec, "Ma", 6 * HOUR, DAY, 75), tool(spec, "Mb", 18 * HOUR, DAY, 75)),
                        20,
                        40,
                        Dispatch.FIFO,
                        places(spec, spec.diffusionPlaces(), Map.of("S5", spec.keptPlaces()))),
                new Station(
                        IMPLANTATION,
                        List.of(tool(spec, "Mc", 3 * HOUR, SHIFT, 120), tool(spec, "Md", 9 * HOUR, SHIFT, 120)),
                        15,
                        15,
                        Dispatch.FIFO,
                        places(spec, spec.implantationPlaces(), Map.of())),
                new Station(
                        LITHOGRAPHY,
                        List.of(tool(spec, "Me", 6 * HOUR, SHIFT, 30)),
                        10,
                        10,
                        litho,
                        places(spec, spec.lithographyPlaces(), Map.of())));
        return new Fab(
                "minifab",
                stations,
                products,
                spec.setups() ? setups(products) : Setups.NONE,
                Release.mixed(spec.lots(), WEEK / spec.startsPerWeek(), round),
                spec.transporter() ? TRANSPORT : Transport.NONE,
                spec.operators() ? operators(spec) : Crew.NONE,
                spec.technician() ? TECHNICIAN : Crew.NONE);
    }

    private static Places places(MiniFabSpec spec, int capacity, Map<String, Integer> kept) {
        return spec.finiteBuffers() ? new Places(capacity, kept) : Places.UNLIMITED;
    }

    private static Crew operators(MiniFabSpec spec) {
        return new Crew(
                List.of(
                        new Person("PO1", List.of(DIFFUSION, IMPLANTATION)),
                        new Person("PO2", List.of(LITHOGRAPHY, IMPLANTATION))),
                new Absence(SHIFT, spec.shiftChange()));
    }

    private static Batching furnace(MiniFabSpec spec, String... threes) {
        List<String> patterns = new ArrayList<>(List.of(threes));
        if (spec.batch() == Furnace.TWO_OR_THREE) {
            for (String three : threes) {
                patterns.add(three.substring(0, 2));
                patterns.add(three.substring(1));
            }
        }
        return Batching.patterns(
                lot -> switch (lot.product().name()) {
                    case "Pa" -> 'A';
                    case "Pb" -> 'B';
                    default -> 'T';
                },
                patterns.toArray(String[]::new));
    }

    private static Route route(MiniFabSpec spec, String product, Batching s1, Batching s5) {
        boolean changes = spec.testWaferRule() && product.equals(TEST_WAFERS);
        ToolRule notThatOfS1 = changes ? new ToolRule.OtherThan("S1") : ToolRule.ANY;
        ToolRule notThatOfS2 = changes ? new ToolRule.OtherThan("S2") : ToolRule.ANY;
        return new Route(
                product,
                List.of(
                        step("S1", DIFFUSION, 225, s1, "", ToolRule.ANY),
                        step("S2", IMPLANTATION, 30, Batching.SINGLE, "", ToolRule.ANY),
                        step("S3", LITHOGRAPHY, 55, Batching.SINGLE, product + "/S3", ToolRule.ANY),
                        step("S4", IMPLANTATION, 50, Batching.SINGLE, "", notThatOfS2),
                        step("S5", DIFFUSION, 255, s5, "", notThatOfS1),
                        step("S6", LITHOGRAPHY, 10, Batching.SINGLE, product + "/S6", ToolRule.ANY)));
    }

    private static Step step(
            String name, String station, double minutes, Batching batching, String setup, ToolRule tools) {
        return new Step(name, station, new Constant(minutes), Step.Per.BATCH, batching, setup, tools);
    }

    private static Setups setups(List<Product> products) {
        Setups setups = Setups.table();
        for (Product from : products) {
            for (Product to : products) {
                for (String[] steps : new String[][] {{"S3", "S6"}, {"S6", "S3"}}) {
                    setups.change(from.name() + "/" + steps[0], to.name() + "/" + steps[1], from == to ? 10 : 12);
                }
                if (from != to) {
                    setups.change(from.name() + "/S3", to.name() + "/S3", 5);
                    setups.change(from.name() + "/S6", to.name() + "/S6", 5);
                }
            }
        }
        return setups;
    }

    private static Tool tool(MiniFabSpec spec, String name, double firstPm, double everyPm, double pmMinutes) {
        List<Calendar> calendars = new ArrayList<>();
        if (spec.repair().contains(Repair.PM)) {
            calendars.add(new Calendar(
                    "pm", new Trigger.Planned(firstPm, new Constant(everyPm)), new Constant(pmMinutes), Effect.WAITS));
        }
        if (spec.repair().contains(Repair.STEPS)) {
            calendars.add(new Calendar(
                    "steps",
                    new Trigger.Usage(spec.repairSteps()),
                    new Uniform(spec.stepRepairLow(), spec.stepRepairHigh()),
                    Effect.WAITS));
        }
        boolean breaks = name.equals("Mc") || name.equals("Md");
        if (breaks && spec.repair().contains(Repair.TIME)) {
            calendars.add(new Calendar(
                    "breakdown",
                    new Trigger.SinceRepair(law(spec.law(), spec.mtbf() * HOUR, spec.mtbfSpread() * HOUR)),
                    law(spec.law(), spec.mttr(), spec.mttrSpread()),
                    Effect.SCRAPS));
        }
        return new Tool(name, calendars);
    }

    private static Distribution law(Law law, double mean, double spread) {
        return spread == 0
                ? new Constant(mean)
                : law == Law.UNIFORM ? Uniform.around(mean, spread) : new Normal(mean, spread);
    }

    /// The model of one run, at its start.
    public static FabModel model(MiniFabSpec spec, long seed) {
        return new FabModel(fab(spec), new Streams(seed));
    }

    /// How a dataset of Mini-Fab runs is made: tables `series`, `lots` and `runs`.
    public static Recipe<MiniFabSpec> recipe() {
        return MiniFabRecorder.recipe();
    }

    /// Simulates one run and records it, until interrupted.
    ///
    /// @return the tables of [#recipe()] by name; up to the interrupt, when there was one
    public static Map<String, Trace> run(MiniFabSpec spec, long seed) {
        return run(spec, seed, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Simulates one run and records it.
    ///
    /// @param progress told the ticks passed and the ticks of the horizon
    /// @return the tables of [#recipe()] by name; up to the cancel, when there was one
    public static Map<String, Trace> run(MiniFabSpec spec, long seed, Cancel cancel, Progress progress) {
        return MiniFabRecorder.run(spec, seed, cancel, progress);
    }
}
