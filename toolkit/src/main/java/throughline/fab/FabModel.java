package throughline.fab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import throughline.devs.Coupled;
import throughline.devs.Out;
import throughline.fab.Machine.Desk;
import throughline.random.Streams;

/// A fab as a Parallel DEVS model: one [Stage] a station, coupled as the routes lead, with feedback where they return,
/// inside an experimental frame of [Starter] and [Transducer]; and what the stations share, where the fab has it: the
/// [Transporter], and the people of each [OperatorPool].
public final class FabModel extends Coupled {
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Starter starter;
    private final Transducer transducer;
    private final Transporter transporter;
    private final Optional<OperatorPool> operators;
    private final Optional<OperatorPool> technicians;

    /// @param fab     what to build
    /// @param streams of the run; each component draws from the stream of its own name
    public FabModel(Fab fab, Streams streams) {
        super(fab.name());
        Map<String, Set<String>> next = ways(fab);
        starter = add(new Starter("starter", fab.release(), entries(fab), streams.named("starter")));
        transducer = add(new Transducer("transducer"));
        transporter = fab.transport().vehicles() == 0
                ? null
                : add(new Transporter(
                        "transporter",
                        fab.transport(),
                        fab.stations().stream().map(Station::name).toList()));
        for (Station station : fab.stations()) {
            Set<String> destinations = next.getOrDefault(station.name(), Set.of());
            stages.put(station.name(), add(new Stage(station, fab, destinations, streams.below(station.name()))));
        }
        starter.exits().forEach((station, exit) -> {
            coupleWay(exit, station);
            couple(exit, transducer.started);
        });
        stages.values().forEach(this::coupleStage);
        if (transporter != null) {
            transporter.exits().forEach((station, exit) -> couple(exit, stages.get(station).arriving));
            couple(transporter.finished, transducer.finished);
        }
        operators = staff("operators", fab.operators(), stage -> stage.operators);
        technicians = staff("technicians", fab.technicians(), stage -> stage.technicians);
    }

    private Optional<OperatorPool> staff(String name, Crew crew, Function<Stage, Map<String, Desk<Job>>> served) {
        Map<String, Desk<Job>> desks = new TreeMap<>();
        stages.values().forEach(stage -> desks.putAll(served.apply(stage)));
        if (desks.isEmpty()) {
            return Optional.empty();
        }
        OperatorPool pool = add(new OperatorPool(name, crew, desks.keySet()));
        desks.forEach((machine, desk) -> {
            couple(desk.ask(), pool.asks);
            couple(desk.over(), pool.overs);
            couple(pool.grants().get(machine), desk.granted());
        });
        return Optional.of(pool);
    }

    private static Set<String> entries(Fab fab) {
        Set<String> entries = new TreeSet<>();
        fab.products().forEach(p -> entries.add(p.route().steps().getFirst().station()));
        return entries;
    }

    /// The other stations that routes lead to, by station.
    private static Map<String, Set<String>> ways(Fab fab) {
        Map<String, Set<String>> next = new TreeMap<>();
        for (Product product : fab.products()) {
            List<Step> steps = product.route().steps();
            for (int i = 1; i < steps.size(); i++) {
                String from = steps.get(i - 1).station();
                String to = steps.get(i).station();
                if (!from.equals(to)) {
                    next.computeIfAbsent(from, s -> new TreeSet<>()).add(to);
                }
            }
        }
        return next;
    }

    private void coupleStage(Stage stage) {
        couple(stage.finished, transporter == null ? transducer.finished : transporter.handed);
        couple(stage.scrapped, transducer.scrapped);
        stage.exits().forEach((station, exit) -> coupleWay(exit, station));
    }

    private void coupleWay(Out<Lot> exit, String station) {
        couple(exit, transporter == null ? stages.get(station).arriving : transporter.handed);
    }

    /// Lots that wait for a vehicle or are on one.
    public int carried() {
        return transporter == null ? 0 : transporter.lots();
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

    /// The operators at work, where the fab has them.
    public Optional<OperatorPool> operators() {
        return operators;
    }

    /// The technicians at work, where the fab has them.
    public Optional<OperatorPool> technicians() {
        return technicians;
    }

    /// What measures it.
    public Transducer transducer() {
        return transducer;
    }

    /// Whether only calendars are pending: nothing more will be released, no machine holds a lot, none is carried, and
    /// what waits can never be started. Asked between two instants.
    public boolean quiet() {
        if (!starter.done() || carried() > 0) {
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
