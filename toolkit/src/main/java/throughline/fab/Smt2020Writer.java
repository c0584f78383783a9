package throughline.fab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import throughline.fab.Calendar.Trigger;
import throughline.random.Distribution;
import throughline.spec.BadInput;

/// Turns a [Fab] into the files of one folder, or says what the files have no word for.
final class Smt2020Writer {
    private static final LocalDateTime START = LocalDateTime.of(2018, 1, 1, 0, 0);

    private final Fab fab;
    private final Map<String, StringBuilder> files = new LinkedHashMap<>();
    private final Map<Product, String> parts = new IdentityHashMap<>();
    private final Map<String, Route> routes = new LinkedHashMap<>();

    Smt2020Writer(Fab fab) {
        this.fab = fab;
    }

    /// Nothing is written unless all of it can be.
    void write(Path folder) {
        refusePeople();
        nameParts();
        tools();
        parts();
        routes.forEach(this::route);
        orders();
        progress();
        setups();
        calendars();
        ways();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, StringBuilder> file : files.entrySet()) {
                Path draft = folder.resolve("." + file.getKey() + ".part");
                Files.writeString(draft, file.getValue(), StandardCharsets.UTF_8);
                Files.move(draft, folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BadInput unsaid(String what, Object... arguments) {
        return new BadInput(
                "fab %s cannot be written in the format of SMT2020: %s", fab.name(), what.formatted(arguments));
    }

    private void refusePeople() {
        if (!fab.operators().people().isEmpty() || !fab.technicians().people().isEmpty()) {
            throw unsaid("it has no people");
        }
        if (!fab.limited().isEmpty()) {
            throw unsaid(
                    "it has no limited places, as station %s has",
                    fab.limited().getFirst().name());
        }
        if (fab.transport().vehicles() > 0) {
            throw unsaid("it has no vehicles");
        }
    }

    private void line(String file, Object... cells) {
        files.computeIfAbsent(file, f -> new StringBuilder())
                .append(Arrays.stream(cells).map(Smt2020Writer::cell).collect(Collectors.joining("\t")))
                .append('\n');
    }

    private void header(Smt2020File file) {
        line(file.file, file.columns.toArray());
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? String.valueOf(number.longValue())
                    : number.toString();
        }
        return String.valueOf(value);
    }

    private void nameParts() {
        for (Product product : fab.products()) {
            String name = product.name();
            int size = name.indexOf('/');
            parts.put(product, size < 0 ? name : name.substring(0, size));
            Route other = routes.putIfAbsent(product.route().name(), product.route());
            if (other != null && !other.equals(product.route())) {
                throw unsaid("two routes are called %s", other.name());
            }
        }
    }

    private void tools() {
        line(
                "tool.txt.1l",
                "STNFAM STN RULE FWLRANK WAKERESRANK BATCHCRITF BATCHPER LTIME LTUNITS ULTIME ULTUNITS STNCAP STNQTY STNGRP STNFAMLOC SETUPGRP"
                        .replace(' ', '\t'));
        Set<String> batching = stationsOf(step -> step.batching() != Batching.SINGLE);
        Set<String> cascading = stationsOf(step -> step.cascade().isPresent());
        Set<String> changing = stationsOf(step -> !step.setup().isEmpty());
        for (Station station : fab.stations()) {
            boolean batches = batching.contains(station.name());
            for (List<Tool> row : rows(station)) {
                line(
                        "tool.txt.1l",
                        station.name(),
                        rowName(row),
                        "",
                        ranks(station),
                        changing.contains(station.name()) ? "wake_LeastSetupTime" : "",
                        batches ? "crit_sameroutestep" : "",
                        batches ? "piece" : "",
                        station.loadMinutes(),
                        "min",
                        station.unloadMinutes(),
                        "min",
                        cascading.contains(station.name()) ? "2" : "",
                        row.size(),
                        station.area(),
                        zone(station),
                        "");
            }
        }
    }

    private Set<String> stationsOf(Predicate<Step> those) {
        return routes.values().stream()
                .flatMap(route -> route.steps().stream())
                .filter(those)
                .map(Step::station)
                .collect(Collectors.toSet());
    }

    /// Tools that one line can say: those named after one word, numbered from 1, with the same calendars.
    private static List<List<Tool>> rows(Station station) {
        List<List<Tool>> rows = new ArrayList<>();
        for (Tool tool : station.tools()) {
            List<Tool> last = rows.isEmpty() ? List.of() : rows.getLast();
            boolean joins = !last.isEmpty()
                    && last.getFirst().name().endsWith("-1")
                    && tool.name().equals(stem(last.getFirst()) + "-" + (last.size() + 1))
                    && tool.calendars().equals(last.getFirst().calendars());
            if (joins) {
                last.add(tool);
            } else {
                rows.add(new ArrayList<>(List.of(tool)));
            }
        }
        return rows;
    }

    private static String stem(Tool tool) {
        return tool.name().substring(0, tool.name().length() - 2);
    }

    private static String rowName(List<Tool> row) {
        return row.size() == 1 ? row.getFirst().name() : stem(row.getFirst());
    }

    private String zone(Station station) {
        return fab.transport().delay() instanceof Transport.Zones zones
                ? zones.zones().getOrDefault(station.name(), "")
                : "";
    }

    private String ranks(Station station) {
        List<String> names = station.dispatch() instanceof Dispatch.Ranked ranked
                ? ranked.keys().stream().map(Dispatch.Key::name).toList()
                : List.of("");
        List<String> ranks = new ArrayList<>();
        for (String name : names) {
            ranks.add(Smt2020Reader.RANKS.entrySet().stream()
                    .filter(rank -> !name.isEmpty()
                            && rank.getValue() instanceof Dispatch.Ranked(var keys, var _)
                            && keys.getFirst().name().equals(name))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> unsaid(
                            "the rule of station %s has the part [%s], and the ranks are %s",
                            station.name(), name, Smt2020Reader.RANKS.keySet())));
        }
        return String.join(";", ranks);
    }

    private void parts() {
        header(Smt2020File.PARTS);
        Set<String> written = new TreeSet<>();
        for (Product product : fab.products()) {
            if (written.add(parts.get(product))) {
                String route = product.route().name();
                line("part.txt", parts.get(product), "route_" + route + ".txt", route);
            }
        }
    }

    private void route(String name, Route route) {
        String file = "route_" + name + ".txt";
        line(file, Smt2020File.ROUTE.toArray());
        List<Step> steps = route.steps();
        for (int i = 0; i < steps.size(); i++) {
            step(file, route, i);
        }
    }

    private void step(String file, Route route, int i) {
        Step step = route.steps().get(i);
        String where = "route %s, step %s".formatted(route.name(), step.name());
        boolean byWafer = step.cascade().map(c -> c.per() == Step.Per.WAFER).orElse(false);
        boolean byLot = step.cascade().isPresent() && !byWafer;
        Batching.Wafers batch = null;
        if (step.batching() instanceof Batching.Wafers wafers) {
            batch = wafers;
        } else if (step.batching() != Batching.SINGLE) {
            throw unsaid("%s has batches that are not counted in wafers", where);
        }
        int dedicated = dedicatedTo(route, i, where);
        Law law = law(step.process(), where);
        line(
                file,
                route.name(),
                i + 1,
                step.name(),
                step.station(),
                law.name(),
                law.mean(),
                law.half(),
                "min",
                batch != null ? "per_batch" : byWafer || step.per() == Step.Per.WAFER ? "per_piece" : "per_lot",
                batch == null ? "" : batch.minimum(),
                batch == null ? "" : batch.maximum(),
                step.setup(),
                step.setupMinutes().isPresent() ? "need" : "",
                step.setupMinutes().isPresent() ? step.setupMinutes().getAsDouble() : "",
                step.setupMinutes().isPresent() ? "min" : "",
                dedicated < 0 ? "" : "yes",
                dedicated < 0 ? "" : dedicated + 1,
                byLot ? step.cascade().get().minutes() : "",
                byLot ? "min" : "",
                byWafer ? step.cascade().get().minutes() : "",
                byWafer ? "min" : "",
                step.rework().<Object>map(r -> route.last(r.to(), i + 1) + 1).orElse(""),
                step.rework().<Object>map(r -> percent(r.probability())).orElse(""),
                step.rework().isPresent() ? "lot" : "",
                step.share() < 1 ? percent(step.share()) : "",
                step.limit().<Object>map(l -> route.next(l.to(), i + 1) + 1).orElse(""),
                step.limit().<Object>map(Step.QueueTime::minutes).orElse(""),
                step.limit().isPresent() ? "min" : "");
    }

    /// A share as a percentage that reads back as the same share.
    private static double percent(double share) {
        double percent = Math.round(share * 1e12) / 1e10;
        return percent / 100 == share ? percent : share * 100;
    }

    /// The later step that must be done on this step's tool; -1 when there is none.
    private int dedicatedTo(Route route, int i, String where) {
        int found = -1;
        for (int later = i + 1; later < route.steps().size(); later++) {
            ToolRule rule = route.steps().get(later).tools();
            if (rule != ToolRule.ANY && route.last(rule.step(), later) == i) {
                if (!(rule instanceof ToolRule.SameAs) || found >= 0) {
                    throw unsaid("%s decides about the tools of a step that must be on another, or of several", where);
                }
                found = later;
            }
        }
        return found;
    }

    private record Law(String name, double mean, Object half) {}

    private Law law(Distribution law, String where) {
        return switch (law) {
            case Distribution.Constant(double value) -> new Law("constant", value, "");
            case Distribution.Uniform(double low, double high) ->
                new Law("uniform", (low + high) / 2, (high - low) / 2);
            case Distribution.Exponential(double mean) -> new Law("exponential", mean, "");
            case Distribution.Normal _ -> throw unsaid("%s has a normal law", where);
        };
    }

    private static String time(double minutes) {
        return START.plusSeconds(Math.round(minutes * 60)).format(Smt2020Reader.TIME);
    }

    private void orders() {
        header(Smt2020File.ORDERS);
        if (!(fab.release() instanceof Release.Paced paced)) {
            throw unsaid("its orders are released again and again, each at its own pace; this fab's are not");
        }
        for (Release.Repeated repeated : paced.orders()) {
            Order order = repeated.order();
            if (Double.isInfinite(order.leadMinutes())) {
                throw unsaid("order %s has no due date", order.name());
            }
            Law law = law(repeated.intervalMinutes(), "the release of " + order.name());
            line(
                    "order.txt",
                    order.name(),
                    Objects.requireNonNull(parts.get(order.product())),
                    order.priority(),
                    order.product().wafers(),
                    time(repeated.firstMinutes()),
                    law.name(),
                    law.mean(),
                    "min",
                    Math.min(repeated.times(), Integer.MAX_VALUE),
                    repeated.lots(),
                    time(repeated.firstMinutes() + order.leadMinutes()));
        }
    }

    private void progress() {
        header(Smt2020File.PROGRESS);
        for (InProgress lot : fab.inProgress()) {
            Order order = lot.order();
            line(
                    "WIP.txt",
                    lot.name(),
                    Objects.requireNonNull(parts.get(order.product())),
                    order.priority(),
                    order.product().wafers(),
                    time(lot.releasedMinutes()),
                    lot.position() + 1,
                    time(lot.releasedMinutes() + order.leadMinutes()));
        }
    }

    private void setups() {
        header(Smt2020File.SETUPS);
        fab.setups()
                .changes()
                .forEach((from, changes) ->
                        changes.forEach((to, minutes) -> line("setup.txt", from, to, minutes, "min")));
        line("setupgrp.txt", "SETUPGRP", "SETUP", "MINRUN");
        fab.setups().minimumRuns().forEach((setup, lots) -> line("setupgrp.txt", "", setup, lots));
    }

    private void calendars() {
        line(
                "downcal.txt",
                "DOWNCALNAME",
                "DOWNCALTYPE",
                "MTTFDIST",
                "MTTF",
                "MTTF2",
                "MTTFUNITS",
                "MTTRDIST",
                "MTTR",
                "MTTR2",
                "MTTRUNITS");
        header(Smt2020File.MAINTENANCE);
        line("attach.txt", "CALNAME", "CALTYPE", "RESTYPE", "RESNAME", "FOADIST", "FOA", "FOA2", "FOAUNITS");
        for (Station station : fab.stations()) {
            for (List<Tool> row : rows(station)) {
                for (Calendar calendar : row.getFirst().calendars()) {
                    calendar(calendar, rowName(row));
                }
            }
        }
    }

    private void calendar(Calendar calendar, String row) {
        String name = calendar.name() + Smt2020Reader.OF + row;
        String where = "calendar %s of %s".formatted(calendar.name(), row);
        Law minutes = law(calendar.minutes(), where);
        Law first;
        Law interval;
        switch (calendar.trigger()) {
            case Trigger.Wafers(int at, int every) -> {
                line(
                        "pmcal.txt",
                        name,
                        "mtbpm_by_pieces",
                        every,
                        "pieces",
                        minutes.name(),
                        minutes.mean(),
                        minutes.half(),
                        "min");
                line("attach.txt", name, "pm", "stn", row, "constant", at, "", "");
                return;
            }
            case Trigger.Recurring(var once, var again) -> {
                first = law(once, where);
                interval = law(again, where);
            }
            case Trigger.Planned(double at, var again) -> {
                first = new Law("constant", at, "");
                interval = law(again, where);
            }
            default -> throw unsaid("%s goes by loads or by repairs", where);
        }
        if (calendar.phase() == Machine.Phase.DOWN) {
            line(
                    "downcal.txt",
                    name,
                    "mttf_by_cal",
                    interval.name(),
                    interval.mean(),
                    interval.half(),
                    "min",
                    minutes.name(),
                    minutes.mean(),
                    minutes.half(),
                    "min");
        } else if (interval.name().equals("constant")) {
            line(
                    "pmcal.txt",
                    name,
                    "mtbpm_by_cal",
                    interval.mean(),
                    "min",
                    minutes.name(),
                    minutes.mean(),
                    minutes.half(),
                    "min");
        } else {
            throw unsaid("%s is maintenance at intervals that vary", where);
        }
        line(
                "attach.txt",
                name,
                calendar.phase() == Machine.Phase.DOWN ? "down" : "pm",
                "stn",
                row,
                first.name(),
                first.mean(),
                first.half(),
                "min");
    }

    private void ways() {
        header(Smt2020File.WAYS);
        if (fab.transport().delay() instanceof Transport.Zones zones) {
            zones.minutes()
                    .forEach((from, ways) -> ways.forEach((to, minutes) -> {
                        Law law = law(minutes, "the way from %s to %s".formatted(from, to));
                        line("fromto.txt", from, to, law.name(), law.mean(), law.half(), "min");
                    }));
        } else if (fab.delays()) {
            throw unsaid("its ways go from zone to zone");
        }
    }
}
