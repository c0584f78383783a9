package throughline.fab;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import throughline.fab.Calendar.Effect;
import throughline.fab.Calendar.Trigger;
import throughline.fab.Smt2020.Reading;
import throughline.random.Distribution;
import throughline.random.Distribution.Constant;

/// Turns the files of one folder into a [Fab].
final class Smt2020Reader {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss");

    /// Between the name of a calendar and the tools it is of, where the writer made them unique.
    static final String OF = "@";

    /// The ranks of `FWLRANK`.
    static final Map<String, Dispatch> RANKS = ranks();

    private record Row(String family, String group, List<String> tools, TabFile.Row line) {}

    private final Path folder;
    private final Reading reading;
    private final List<Row> tools = new ArrayList<>();
    private final Map<String, List<Calendar>> calendars = new HashMap<>();
    private final Setups setups = Setups.table();
    private final Map<String, Product> products = new LinkedHashMap<>();
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private LocalDateTime start;

    Smt2020Reader(Path folder, Reading reading) {
        this.folder = folder;
        this.reading = reading;
    }

    private static Map<String, Dispatch> ranks() {
        Map<String, Dispatch> ranks = new LinkedHashMap<>();
        ranks.put("rank_HP", Dispatch.HOT_LOT);
        ranks.put("rank_RSETUP", Dispatch.SETUP_AVOIDANCE);
        ranks.put("rank_FIFO", Dispatch.FIFO);
        ranks.put("rank_CR", Dispatch.CRITICAL_RATIO);
        ranks.put("rank_EDD", Dispatch.EDD);
        ranks.put("rank_SPT", Dispatch.SPT);
        ranks.put("rank_LPT", Dispatch.LPT);
        ranks.put("rank_LS", Dispatch.LEAST_SLACK);
        ranks.put("rank_MWR", Dispatch.MWKR);
        ranks.put("rank_LWR", Dispatch.LWKR);
        ranks.put("rank_CQT", Dispatch.QUEUE_TIME_FIRST);
        ranks.put("rank_MINRUN", Dispatch.MINIMUM_RUN);
        return ranks;
    }

    Fab fab() {
        readTools();
        readCalendars();
        readSetups();
        Map<String, Route> routes = readRoutes();
        Release release = readOrders(routes);
        List<InProgress> inProgress = readProgress(routes);
        return new Fab(
                folder.toAbsolutePath().normalize().getFileName().toString(),
                stations(),
                List.copyOf(products.values()),
                setups,
                release,
                Transport.delays(zones()),
                Crew.NONE,
                Crew.NONE,
                inProgress);
    }

    private TabFile file(String name, String... required) {
        return new TabFile(folder.resolve(name), List.of(required));
    }

    private TabFile file(Smt2020File file) {
        return new TabFile(folder.resolve(file.file), file.columns);
    }

    private void readTools() {
        Set<String> names = new LinkedHashSet<>();
        for (TabFile.Row row : file(
                        "tool.txt.1l",
                        "STNFAM",
                        "STNQTY",
                        "STNGRP",
                        "LTIME",
                        "LTUNITS",
                        "ULTIME",
                        "ULTUNITS",
                        "FWLRANK",
                        "WAKERESRANK",
                        "BATCHCRITF",
                        "BATCHPER",
                        "SETUPGRP",
                        "STNFAMLOC")
                .rows()) {
            String family = row.name("STNFAM");
            String station = row.has("STN") ? row.text("STN") : family;
            int quantity = row.whole("STNQTY", 1);
            List<String> own = new ArrayList<>();
            for (int i = 1; i <= quantity; i++) {
                own.add(quantity == 1 ? station : station + "-" + i);
            }
            if (!names.add(station)) {
                throw row.wrong("STN", "stands on another line as well");
            }
            tools.add(new Row(family, row.text("STNGRP"), own, row));
        }
    }

    private void readCalendars() {
        Map<String, TabFile.Row> down = byName(
                file("downcal.txt", "DOWNCALNAME", "MTTFDIST", "MTTF", "MTTFUNITS", "MTTRDIST", "MTTR", "MTTRUNITS"),
                "DOWNCALNAME");
        Map<String, TabFile.Row> maintenance = byName(file(Smt2020File.MAINTENANCE), "PMCALNAME");
        for (TabFile.Row row : file(
                        "attach.txt", "CALNAME", "CALTYPE", "RESTYPE", "RESNAME", "FOADIST", "FOA", "FOAUNITS")
                .rows()) {
            boolean breaks = row.word("CALTYPE", "down", "pm").equals("down");
            TabFile.Row calendar = (breaks ? down : maintenance).get(row.text("CALNAME"));
            if (calendar == null) {
                throw row.wrong("CALNAME", "is not a calendar of %s", breaks ? "downcal.txt" : "pmcal.txt");
            }
            Calendar attached = breaks ? breakdowns(row, calendar) : maintenance(row, calendar);
            for (String tool : attachedTo(row)) {
                calendars.computeIfAbsent(tool, t -> new ArrayList<>()).add(attached);
            }
        }
    }

    private static Map<String, TabFile.Row> byName(TabFile file, String column) {
        Map<String, TabFile.Row> rows = new HashMap<>();
        for (TabFile.Row row : file.rows()) {
            if (rows.put(row.name(column), row) != null) {
                throw row.wrong(column, "stands on another line as well");
            }
        }
        return rows;
    }

    /// The tools that a line of `attach.txt` means.
    private List<String> attachedTo(TabFile.Row row) {
        String type = row.word("RESTYPE", "stngrp", "stnfam", "stn");
        String name = row.name("RESNAME");
        List<String> found = new ArrayList<>();
        for (Row tool : tools) {
            String of =
                    switch (type) {
                        case "stngrp" -> tool.group();
                        case "stnfam" -> tool.family();
                        default -> tool.line().has("STN") ? tool.line().text("STN") : tool.family();
                    };
            if (of.equals(name)) {
                found.addAll(tool.tools());
            }
        }
        if (found.isEmpty()) {
            throw row.wrong("RESNAME", "is no %s of tool.txt.1l", type);
        }
        return found;
    }

    /// The name of a calendar, without the tools that the writer put behind it.
    private static String name(TabFile.Row attach) {
        String name = attach.text("CALNAME");
        String suffix = OF + attach.text("RESNAME");
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private Calendar breakdowns(TabFile.Row attach, TabFile.Row row) {
        if (row.has("DOWNCALTYPE")) {
            row.word("DOWNCALTYPE", "mttf_by_cal");
        }
        Distribution interval = row.law("MTTFDIST", "MTTF", "MTTF2", "MTTFUNITS", reading.halfWidth());
        Distribution first =
                attach.has("FOA") ? attach.law("FOADIST", "FOA", "FOA2", "FOAUNITS", reading.halfWidth()) : interval;
        return new Calendar(
                name(attach),
                reading.breakdowns().suspends()
                        ? new Trigger.Recurring(first, interval)
                        : new Trigger.SinceRepair(interval),
                row.law("MTTRDIST", "MTTR", "MTTR2", "MTTRUNITS", reading.halfWidth()),
                reading.breakdowns(),
                Machine.Phase.DOWN);
    }

    private Calendar maintenance(TabFile.Row attach, TabFile.Row row) {
        Distribution minutes = row.law("MTTRDIST", "MTTR", "MTTR2", "MTTRUNITS", reading.halfWidth());
        String name = name(attach);
        if (row.word("PMCALTYPE", "mtbpm_by_cal", "mtbpm_by_pieces").equals("mtbpm_by_pieces")) {
            row.word("MTBPMUNITS", "pieces", "");
            int wafers = row.whole("MTBPM", 1);
            int first = attach.has("FOA") ? attach.whole("FOA", 1) : wafers;
            attach.word("FOAUNITS", "", "pieces");
            return new Calendar(name, new Trigger.Wafers(first, wafers), minutes, Effect.WAITS);
        }
        Distribution interval = new Constant(row.minutes("MTBPM", "MTBPMUNITS"));
        Distribution first =
                attach.has("FOA") ? attach.law("FOADIST", "FOA", "FOA2", "FOAUNITS", reading.halfWidth()) : interval;
        Trigger trigger = reading.calendar() == Reading.Due.RECURRING
                ? new Trigger.Recurring(first, interval)
                : new Trigger.Planned(first.mean(), interval);
        return new Calendar(name, trigger, minutes, reading.maintenance(), Machine.Phase.MAINTENANCE);
    }

    private void readSetups() {
        for (TabFile.Row row : file(Smt2020File.SETUPS).rows()) {
            double minutes = row.minutes("STIME", "STUNITS");
            if (row.has("CURSETUP")) {
                setups.change(row.text("CURSETUP"), row.name("NEWSETUP"), minutes);
            } else {
                setups.change(row.name("NEWSETUP"), minutes);
            }
        }
        for (TabFile.Row row : file("setupgrp.txt", "SETUP", "MINRUN").rows()) {
            if (row.has("MINRUN")) {
                setups.minimumRun(row.name("SETUP"), row.whole("MINRUN", 1));
            }
        }
        setups.keep(reading.keeping());
        if (reading.clearing()) {
            setups.cleared();
        }
    }

    /// The routes, by part.
    private Map<String, Route> readRoutes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        for (TabFile.Row row : file(Smt2020File.PARTS).rows()) {
            Route route = new Smt2020Routes(folder, reading, families()).route(row);
            if (routes.put(row.name("PART"), route) != null) {
                throw row.wrong("PART", "stands on another line as well");
            }
        }
        return routes;
    }

    private Set<String> families() {
        Set<String> families = new LinkedHashSet<>();
        tools.forEach(tool -> families.add(tool.family()));
        return families;
    }

    private Release readOrders(Map<String, Route> routes) {
        List<TabFile.Row> rows = file(Smt2020File.ORDERS).rows();
        for (TabFile.Row row : rows) {
            LocalDateTime time = time(row, "START");
            start = start == null || time.isBefore(start) ? time : start;
        }
        List<Release.Repeated> repeated = new ArrayList<>();
        for (TabFile.Row row : rows) {
            LocalDateTime first = time(row, "START");
            Order order = new Order(
                    row.name("LOT"), product(row, routes), (int) row.number("PRIOR"), minutes(row, first, "DUE"));
            if (orders.put(order.name(), order) != null) {
                throw row.wrong("LOT", "stands on another line as well");
            }
            repeated.add(new Release.Repeated(
                    order,
                    minutes(start, first),
                    row.law("RDIST", "REPEAT", "REPEAT2", "RUNITS", reading.halfWidth()),
                    row.whole("LOTSPERRPT", 1),
                    row.whole("RPT#", 0)));
        }
        return new Release.Paced(repeated);
    }

    private Product product(TabFile.Row row, Map<String, Route> routes) {
        String part = row.name("PART");
        Route route = routes.get(part);
        if (route == null) {
            throw row.wrong("PART", "is no part of part.txt; there are %s", routes.keySet());
        }
        int wafers = row.whole("PIECES", 1);
        Product first = products.computeIfAbsent(part, name -> new Product(name, wafers, route));
        return first.wafers() == wafers
                ? first
                : products.computeIfAbsent(part + "/" + wafers, name -> new Product(name, wafers, route));
    }

    private static LocalDateTime time(TabFile.Row row, String column) {
        try {
            return LocalDateTime.parse(row.text(column), TIME);
        } catch (DateTimeParseException e) {
            throw row.wrong(column, "must be a time, as in 01/31/18 23:59:00");
        }
    }

    private static double minutes(LocalDateTime from, LocalDateTime to) {
        return Duration.between(from, to).toSeconds() / 60.0;
    }

    /// Minutes from a time to the one in a column, which must not be before.
    private static double minutes(TabFile.Row row, LocalDateTime from, String column) {
        double minutes = minutes(from, time(row, column));
        if (minutes < 0) {
            throw row.wrong(column, "must not be before START [%s]", row.text("START"));
        }
        return minutes;
    }

    private List<InProgress> readProgress(Map<String, Route> routes) {
        List<InProgress> lots = new ArrayList<>();
        for (TabFile.Row row : file(Smt2020File.PROGRESS).rows()) {
            Product product = product(row, routes);
            int steps = product.route().steps().size();
            int position = row.whole("CURSTEP", 1) - 1;
            if (position >= steps) {
                throw row.wrong(
                        "CURSTEP",
                        "must be at most %d, the steps of %s",
                        steps,
                        product.route().name());
            }
            Order order = orderOf(row, product);
            if (reading.progress() == Reading.Progress.START) {
                double released = Math.min(0, minutes(start, time(row, "START")));
                double lead = minutes(start, time(row, "DUE")) - released;
                lots.add(new InProgress(
                        row.text("LOT"),
                        new Order(order.name(), product, order.priority(), Math.max(0, lead)),
                        position,
                        released));
            } else if (position + 2 < steps) {
                double released = minutes(start, time(row, "DUE")) - order.leadMinutes();
                lots.add(new InProgress(row.text("LOT"), order, position, released));
            }
        }
        return lots;
    }

    /// The order a lot in progress belongs to: the one its name says, else one of its part and priority.
    private Order orderOf(TabFile.Row row, Product product) {
        String name = row.name("LOT");
        int priority = (int) row.number("PRIOR");
        String inner =
                name.startsWith("Init_") && name.lastIndexOf('_') > 5 ? name.substring(5, name.lastIndexOf('_')) : name;
        Order named = orders.get(inner);
        if (named != null && named.product() == product && named.priority() == priority) {
            return named;
        }
        return orders.values().stream()
                .filter(order -> order.product() == product && order.priority() == priority)
                .findFirst()
                .orElseThrow(() -> row.wrong("PRIOR", "belongs to no order of part %s in order.txt", row.text("PART")));
    }

    private List<Station> stations() {
        Map<String, List<Tool>> byFamily = new LinkedHashMap<>();
        Map<String, Row> first = new HashMap<>();
        for (Row row : tools) {
            first.putIfAbsent(row.family(), row);
            List<Tool> own = byFamily.computeIfAbsent(row.family(), f -> new ArrayList<>());
            row.tools().forEach(name -> own.add(new Tool(name, calendars.getOrDefault(name, List.of()))));
        }
        List<Station> stations = new ArrayList<>();
        byFamily.forEach((family, own) -> {
            TabFile.Row row = first.get(family).line();
            stations.add(new Station(
                    family,
                    own,
                    row.minutesOrNone("LTIME", "LTUNITS"),
                    row.minutesOrNone("ULTIME", "ULTUNITS"),
                    rule(row),
                    Places.UNLIMITED,
                    reading.wake(),
                    first.get(family).group()));
        });
        return stations;
    }

    private Dispatch rule(TabFile.Row row) {
        List<Dispatch> ranks = new ArrayList<>();
        ranks.addAll(
                switch (reading.ranking()) {
                    case FILE -> List.of(Dispatch.MINIMUM_RUN);
                    case SETUP_FIRST -> List.of(Dispatch.MINIMUM_RUN, Dispatch.SETUP_AVOIDANCE, Dispatch.HOT_LOT);
                    case QUEUE_TIME_FIRST ->
                        List.of(
                                Dispatch.MINIMUM_RUN,
                                Dispatch.QUEUE_TIME_FIRST,
                                Dispatch.SETUP_AVOIDANCE,
                                Dispatch.HOT_LOT);
                });
        for (String name : row.text("FWLRANK").split(";")) {
            Dispatch rank = name.isBlank() ? Dispatch.FIFO : RANKS.get(name.strip());
            if (rank == null) {
                throw row.wrong("FWLRANK", "names the unknown rank [%s]; there are %s", name, RANKS.keySet());
            }
            if (!ranks.contains(rank)) {
                ranks.add(rank);
            }
        }
        return ranks.stream().reduce(Dispatch::then).orElseThrow();
    }

    private Transport.Zones zones() {
        Map<String, String> zones = new HashMap<>();
        for (Row row : tools) {
            String zone = row.line().text("STNFAMLOC");
            String other = zones.putIfAbsent(row.family(), zone);
            if (other != null && !other.equals(zone)) {
                throw row.line().wrong("STNFAMLOC", "differs from [%s] for the same STNFAM", other);
            }
        }
        Map<String, Map<String, Distribution>> minutes = new TreeMap<>();
        for (TabFile.Row row : file(Smt2020File.WAYS).rows()) {
            minutes.computeIfAbsent(row.name("FROMLOC"), f -> new TreeMap<>())
                    .put(row.name("TOLOC"), row.law("DDIST", "DTIME", "DTIME2", "DUNITS", reading.halfWidth()));
        }
        return new Transport.Zones(zones, minutes);
    }
}
