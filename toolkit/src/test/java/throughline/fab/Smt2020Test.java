package throughline.fab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.fab.Smt2020.Reading;
import throughline.random.Distribution.Constant;
import throughline.random.Streams;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The files of SMT2020, on a small fab in the same format, and on the public ones where the user has them.
class Smt2020Test {
    private static final Tick TICK = Tick.MILLISECOND;

    /// To the letter, but for batches, which steps of one name share whatever the route.
    private static final Reading SHARED_BY_NAME = Reading.LITERAL.with("sharing", "step-name");

    @TempDir
    Path temp;

    private static Path small() {
        return Path.of("..", "datasets", "small-fab");
    }

    private static FabModel run(Fab fab, long seed, double days) {
        FabModel model = new FabModel(fab, new Streams(seed));
        new Simulation(model).runUntil(TICK.days(days));
        return model;
    }

    /// Every departure with its times and what they were spent on.
    private static List<String> departures(Fab fab, long seed, double days) {
        return run(fab, seed, days).transducer().departures().stream()
                .map(d -> d.lot().order().name() + " " + d.lot().released() + " " + d.left() + " "
                        + Stream.of(Spent.values())
                                .map(part -> String.valueOf(d.lot().spent(part)))
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void theSmallFabIsReadAsItStands() {
        Fab fab = Smt2020.read(small(), Reading.LITERAL);
        assertThat(fab.name()).isEqualTo("small-fab");
        assertThat(fab.stations().stream().map(s -> s.name() + " " + s.tools().size()))
                .containsExactly(
                        "Furnace 2", "Scanner 3", "Etcher 2", "Implanter 2", "Cleaner 2", "Microscope 1", "Rack 50");
        Route route = fab.products().getFirst().route();
        assertThat(route.steps()).hasSize(12);
        assertThat(fab.lanes("part_a").text()).contains("01_Clean");
        Step litho = route.steps().get(2);
        assertThat(litho.cascade()).contains(new Step.Cascade(1.1, Step.Per.WAFER));
        assertThat(litho.minutes(9, 25)).isEqualTo(9 + 24 * 1.1);
        assertThat(route.steps().get(7).tools()).isEqualTo(new ToolRule.SameAs("03_Litho"));
        assertThat(route.steps().get(3).rework()).contains(new Step.Rework("03_Litho", 0.04));
        assertThat(route.steps().get(3).share()).isEqualTo(0.5);
        assertThat(route.steps().get(0).limit()).contains(new Step.QueueTime("02_Oxide", 120));
        assertThat(fab.products().getLast().route().steps().get(5).setupMinutes())
                .hasValue(15);
        assertThat(fab.setups().minutes("gas_1", "gas_2")).isEqualTo(25);
        assertThat(fab.setups().minutes("gas_3", "gas_2")).isEqualTo(40);
        assertThat(fab.setups().minutes("", "gas_1")).isEqualTo(40);
        assertThat(fab.setups().minimumRun("gas_2")).isEqualTo(4);
        assertThat(fab.inProgress()).hasSize(6);
        assertThat(Smt2020.read(small()).inProgress())
                .as("with three steps or more left")
                .hasSize(5);
    }

    @Test
    void noLotIsLostAndTimesAddUp() {
        for (Reading reading : List.of(Reading.PYSCFABSIM, Reading.LITERAL)) {
            Fab fab = Smt2020.read(small(), reading);
            FabModel model = run(fab, 3, 60);
            Transducer counts = model.transducer();
            int inside = model.carried();
            for (Station station : fab.stations()) {
                inside += model.stage(station.name()).buffer().waiting();
                inside += model.stage(station.name()).machines().stream()
                        .mapToInt(Machine::lots)
                        .sum();
            }
            assertThat(counts.startedLots() - counts.finishedLots()).isEqualTo(inside);
            assertThat(counts.finishedLots()).isGreaterThan(1000);
            assertThat(inside).isLessThan(120);
            for (Transducer.Departure departure : counts.departures()) {
                long sum = 0;
                for (Spent part : Spent.values()) {
                    sum += departure.lot().spent(part);
                }
                assertThat(sum)
                        .isEqualTo(
                                departure.left() - Math.max(0, departure.lot().released()));
            }
            long time = TICK.days(60);
            for (Machine machine : model.machines()) {
                long ticks = 0;
                for (Machine.Phase phase : Machine.Phase.values()) {
                    ticks += machine.ticksIn(phase, time);
                }
                assertThat(ticks).isEqualTo(time);
            }
        }
    }

    /// Little: work in progress is throughput times cycle time, in the long run.
    @Test
    void littlesLawHolds() {
        FabRun run = FabRun.of(Smt2020.read(small()), 1, 20, 300, Cancel.NEVER, Progress.NONE);
        double[] wip = run.path().doubleColumn("day").asDoubleArray();
        double mean = run.path().intColumn("wip").asList().stream()
                .skip(20)
                .mapToInt(Integer::intValue)
                .average()
                .orElseThrow();
        double flow = 0;
        for (int i = 0; i < run.orders().rowCount(); i++) {
            flow += run.orders().intColumn("finished").get(i)
                    * run.orders().doubleColumn("cycle time [d]").get(i);
        }
        assertThat(wip).hasSize(321);
        assertThat(flow / run.days()).isBetween(0.97 * mean, 1.03 * mean);
    }

    @Test
    void aFabComesBackFromItsFilesAsItWent() throws IOException {
        for (Reading reading : List.of(Reading.PYSCFABSIM, Reading.LITERAL)) {
            Fab fab = Smt2020.read(small(), reading);
            Path once = temp.resolve("once").resolve("small-fab");
            Path twice = temp.resolve("twice").resolve("small-fab");
            Smt2020.write(fab, once);
            Fab again = Smt2020.read(once, reading.ofWritten());
            Smt2020.write(again, twice);
            assertThat(contents(twice)).isEqualTo(contents(once));
            assertThat(departures(again, 5, 40)).isEqualTo(departures(fab, 5, 40));
        }
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.endsWith("README.md")).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /// Mini-Fab with maintenance and set-ups, its two products released in turn: from the files it runs as it runs by
    /// itself, to the tick.
    @Test
    void miniFabRunsFromTheFilesAsItRunsByItself() {
        Fab bare = MiniFab.fab(MiniFabSpec.KEMPF.with("repair", "pm").with("tw", "0"));
        List<Product> products = bare.products().subList(0, 2).stream()
                .map(Smt2020Test::batchedByWafers)
                .toList();
        Release release = new Release.Paced(products.stream()
                .map(p -> new Release.Repeated(
                        new Order(p.name(), p, 1, 3000),
                        p.name().equals("Pa") ? 0 : 60,
                        new Constant(p.name().equals("Pa") ? 200 : 330),
                        1,
                        1_000_000))
                .toList());
        Fab fab = new Fab("minifab", bare.stations(), products, bare.setups(), release);
        Path folder = temp.resolve("minifab");
        Smt2020.write(fab, folder);
        List<String> own = departures(fab, 1, 28);
        assertThat(own).hasSizeGreaterThan(280);
        assertThat(departures(Smt2020.read(folder, SHARED_BY_NAME), 1, 28)).isEqualTo(own);
        List<String> byPatterns = departures(
                new Fab("minifab", bare.stations(), bare.products().subList(0, 2), bare.setups(), stream -> {
                    var starts = release.starts(stream);
                    return new java.util.Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return starts.hasNext();
                        }

                        @Override
                        public Release.Start next() {
                            Release.Start start = starts.next();
                            int which = products.indexOf(start.order().product());
                            return new Release.Start(
                                    start.tick(),
                                    new Order(
                                            start.order().name(),
                                            bare.products().get(which),
                                            1,
                                            start.order().leadMinutes()));
                        }
                    };
                }),
                1,
                28);
        assertThat(own).as("three wafers of any product at S1, of one at S5").isEqualTo(byPatterns);
    }

    /// S1 takes any three lots, S5 three of one product: what the patterns of Mini-Fab say where there are no test
    /// wafers. The step of a batch that products do not share has a name of its own.
    private static Product batchedByWafers(Product product) {
        List<Step> steps = product.route().steps().stream()
                .map(step -> {
                    if (step.batching() == Batching.SINGLE) {
                        return step;
                    }
                    String name = step.name().equals("S1") ? "S1" : step.name() + " of " + product.name();
                    String key = name.equals("S1") ? "S1" : name;
                    return new Step(
                            name,
                            step.station(),
                            step.process(),
                            step.per(),
                            new Batching.Wafers(key, 3, 3, false),
                            step.setup());
                })
                .toList();
        return new Product(product.name(), product.wafers(), new Route("r" + product.name(), steps));
    }

    @Test
    void whatTheFilesHaveNoWordForIsRefusedAndNothingIsWritten() {
        Path folder = temp.resolve("refused");
        assertThatThrownBy(() -> Smt2020.write(MiniFab.fab(MiniFabSpec.KEMPF), folder))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("fab minifab cannot be written in the format of SMT2020: route Pa, step S1 has"
                        + " batches that are not counted in wafers");
        assertThatThrownBy(() -> Smt2020.write(MiniFab.fab(MiniFabSpec.WHOLE), folder))
                .hasMessageEndingWith("it has no people");
        assertThatThrownBy(() ->
                        Smt2020.write(Smt2020.read(small()).with(Dispatch.by((lot, tool) -> lot.number())), folder))
                .hasMessageContaining("the rule of station Furnace has the part []");
        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tool.txt.1l | STNQTY | STNCOUNT | tool.txt.1l, line 1: column [STNQTY] is missing",
                "route_r_a.txt | 05_Etch\tEtcher | 05_Etch\tEtcherX | route_r_a.txt, line 6: STNFAM [EtcherX] is no tool family of tool.txt.1l",
                "route_r_a.txt | uniform\t9\t0.45 | uniform\t-9\t0.45 | route_r_a.txt, line 4: PTIME [-9] must be 0 or more",
                "route_r_a.txt | uniform\t9\t0.45 | uniform\tnine\t0.45 | route_r_a.txt, line 4: PTIME [nine] must be a number",
                "fromto.txt | min | mni | fromto.txt, line 2: DUNITS [mni] is not a unit of time; it must be one of [sec, s, min, hr, day]",
                "pmcal.txt | mtbpm_by_cal | mtbpm_by_moon | pmcal.txt, line 2: PMCALTYPE [mtbpm_by_moon] must be one of [mtbpm_by_cal, mtbpm_by_pieces]",
                "attach.txt | stngrp\tLitho | stngrp\tLihto | attach.txt, line 2: RESNAME [Lihto] is no stngrp of tool.txt.1l",
                "attach.txt | Micro_WK | Mikro_WK | attach.txt, line 4: CALNAME [Mikro_WK] is not a calendar of pmcal.txt",
                "order.txt | part_b | part_c | order.txt, line 3: PART [part_c] is no part of part.txt; there are [part_a, part_b]",
                "order.txt | 01/03/18 06:00:00 | 31/31/18 06:00:00 | order.txt, line 2: DUE [31/31/18 06:00:00] must be a time, as in 01/31/18 23:59:00",
                "WIP.txt | 00:00:00\t9 | 00:00:00\t13 | WIP.txt, line 2: CURSTEP [13] must be at most 12, the steps of r_a",
                "part.txt | route_r_b.txt | route_r_c.txt | route_r_c.txt is missing; the folder has [WIP.txt, attach.txt",
                "setupgrp.txt | gas_1\t4 | gas_1\t0 | setupgrp.txt, line 2: MINRUN [0] must be a whole number, 1 or more",
                "tool.txt.1l | rank_FIFO | rank_LIFO | names the unknown rank [rank_LIFO]; there are [rank_HP, rank_RSETUP,"
            })
    void badInputIsNamedWithFileLineAndValue(String file, String found, String put, String message) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("bad"));
        for (Map.Entry<String, String> each : contents(small()).entrySet()) {
            String text = each.getValue();
            if (each.getKey().equals(file) && message != null) {
                String from = unescaped(found);
                assertThat(text).contains(from);
                text = text.replaceFirst(java.util.regex.Pattern.quote(from), unescaped(put));
            }
            Files.writeString(folder.resolve(each.getKey()), text);
        }
        if (message == null) {
            Smt2020.read(folder);
        } else {
            assertThatThrownBy(() -> Smt2020.read(folder))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(message);
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\t", "\t");
    }

    private static Path external() {
        String folder = System.getProperty("throughline.external", "");
        assumeTrue(!folder.isEmpty() && Files.isDirectory(Path.of(folder, "smt2020-hvlm")), "no external data");
        return Path.of(folder);
    }

    /// The counts of the public files, as published with them.
    @Test
    @Tag("external")
    void highVolumeLowMixHasItsCounts() {
        Fab fab = Smt2020.read(external().resolve("smt2020-hvlm"), Reading.LITERAL);
        assertThat(fab.stations()).hasSize(106);
        assertThat(fab.stations().stream().mapToInt(s -> s.tools().size()).sum())
                .isEqualTo(1443);
        Map<String, Integer> areas = new TreeMap<>();
        fab.stations().stream()
                .filter(station -> !station.name().equals("Delay_32"))
                .forEach(station -> areas.merge(station.area(), station.tools().size(), Integer::sum));
        assertThat(areas)
                .containsEntry("Dry_Etch", 362)
                .containsEntry("Litho", 203)
                .containsEntry("Wet_Etch", 112)
                .containsEntry("TF", 90)
                .containsEntry("Diffusion", 75)
                .containsEntry("Dielectric", 59)
                .containsEntry("Litho_Met", 53)
                .containsEntry("Implant", 35)
                .containsEntry("Planar", 34)
                .containsEntry("Def_Met", 16)
                .containsEntry("TF_Met", 4);
        assertThat(fab.inProgress()).hasSize(2255);
        Route route = fab.products().getFirst().route();
        assertThat(route.steps()).hasSize(583);
        assertThat(fab.products().getLast().route().steps()).hasSize(343);
        assertThat(count(route, step -> step.batching() != Batching.SINGLE)).isEqualTo(17);
        assertThat(count(route, step -> !step.setup().isEmpty())).isEqualTo(58);
        assertThat(count(route, step -> step.limit().isPresent())).isEqualTo(41);
        assertThat(count(route, step -> step.rework().isPresent())).isEqualTo(7);
        assertThat(count(route, step -> step.tools() != ToolRule.ANY)).isEqualTo(11);
        assertThat(count(route, step -> step.cascade().isPresent())).isEqualTo(240);
        assertThat(count(route, step -> step.station().matches("Litho(Track)?_.*")))
                .isEqualTo(107);
        assertThat(count(
                        fab.products().getLast().route(), step -> step.station().matches("Litho(Track)?_.*")))
                .isEqualTo(73);
        Release.Paced release = (Release.Paced) fab.release();
        assertThat(release.orders()).hasSize(5);
        double lotsAWeek = release.orders().stream()
                .mapToDouble(o -> 7 * 1440 / o.intervalMinutes().mean())
                .sum();
        assertThat(lotsAWeek).isBetween(400.3, 400.5);
    }

    private static long count(Route route, java.util.function.Predicate<Step> those) {
        return route.steps().stream().filter(those).count();
    }

    /// Every set of the family that is there must be read, and run for a month without losing a lot.
    @Test
    @Tag("external")
    void everySetThatIsThereRuns() throws IOException {
        try (Stream<Path> folders = Files.list(external())) {
            List<Path> sets = folders.filter(folder -> Files.exists(folder.resolve("tool.txt.1l")))
                    .toList();
            assertThat(sets).isNotEmpty();
            for (Path set : sets) {
                Fab fab = Smt2020.read(set);
                FabModel model = run(fab, 1, 30);
                assertThat(model.transducer().finishedLots()).isBetween(1000, 3000);
                Path written = temp.resolve(set.getFileName());
                Smt2020.write(fab, written);
                assertThat(departures(Smt2020.read(written, Reading.PYSCFABSIM.ofWritten()), 1, 5))
                        .isEqualTo(departures(fab, 1, 5));
            }
        }
    }
}
