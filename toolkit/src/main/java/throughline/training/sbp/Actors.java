package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import throughline.devs.Component;
import throughline.devs.Coupled;
import throughline.devs.Simulation;
import throughline.devs.Tick;
import throughline.hardware.Cost;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Operations that pass results on, piece after piece, and the memory they do it in.
///
/// ```java
/// Actors loader = Actors.chain(2, 6e-3, 10e-3, 3e-3, 8e-3);   // load, decode, copy, compute; two registers each
/// loader.run(100).interval();                                 // 0.010 s, that of the slowest
/// ```
///
/// @param all each after those whose results it reads
public record Actors(List<Actor> all) {
    static final Tick TICK = Tick.NANOSECOND;
    private static final Comparator<ActorRun.Action> ORDER =
            Comparator.comparingLong(ActorRun.Action::from).thenComparing(ActorRun.Action::actor);

    public Actors {
        all = List.copyOf(all);
        Set<String> names = new HashSet<>();
        for (Actor actor : all) {
            if (!names.containsAll(actor.inputs()) || !names.add(actor.name())) {
                throw new BadInput(
                        "actor [%s] reads %s; its name must be new, and what it reads come before it, among %s",
                        actor.name(), actor.inputs(), names);
            }
        }
        if (all.isEmpty()) {
            throw new BadInput("actors [] must be at least one");
        }
    }

    /// Stages one after the other, each on a queue of its own.
    ///
    /// @param registers of each stage
    /// @param seconds   of each stage
    public static Actors chain(int registers, double... seconds) {
        List<Actor> stages = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            String[] before = i == 0 ? new String[0] : new String[] {"stage" + i};
            stages.add(Actor.of("stage" + (i + 1), seconds[i], registers, before));
        }
        return new Actors(stages);
    }

    /// A pipeline of training: a stage's way forward is read by the next stage and by its own way back, and both
    /// ways share its device, the way back first. Gradients have two registers, so that none waits to be read. With
    /// registers enough for its activations this is one forward, one back.
    ///
    /// @param registers for the activations of each stage
    /// @param forward   seconds of a stage
    /// @param back      seconds of a stage
    public static Actors pipeline(List<Integer> registers, double forward, double back) {
        List<Actor> stages = new ArrayList<>();
        int last = registers.size() - 1;
        for (int i = 0; i <= last; i++) {
            String[] before = i == 0 ? new String[0] : new String[] {"forward" + (i - 1)};
            stages.add(
                    Actor.of("forward" + i, forward, registers.get(i), before).on("device" + i));
        }
        for (int i = last; i >= 0; i--) {
            String[] before = i == last ? new String[] {"forward" + i} : new String[] {"forward" + i, "back" + (i + 1)};
            stages.add(Actor.of("back" + i, back, 2, before).on("device" + i));
        }
        return new Actors(stages);
    }

    /// These actors as a plan for a device.
    ///
    /// @param bytes that it has
    /// @throws BadInput when the registers need more: known before anything runs
    public Actors within(double bytes) {
        if (memory() > bytes) {
            throw new BadInput(
                    "actors: registers need [%s] bytes of [%s]; take fewer registers, or smaller ones",
                    memory(), bytes);
        }
        return this;
    }

    /// Bytes of all registers.
    public double memory() {
        return all.stream()
                .mapToDouble(actor -> actor.registers() * actor.bytes())
                .sum();
    }

    /// Seconds between two results in the long run: exact for a chain with a queue for each. A stage acts on one piece
    /// at a time, and each of its registers is taken while it acts and while the next stage does.
    public Cost interval() {
        List<Cost> terms = new ArrayList<>();
        Map<String, Actor> byName = new LinkedHashMap<>();
        all.forEach(actor -> byName.put(actor.name(), actor));
        for (Actor actor : all) {
            terms.add(Cost.of(actor.name(), actor.seconds(), "s", "t", "", Cost.Basis.DERIVED));
            for (String input : actor.inputs()) {
                Actor before = byName.get(input);
                terms.add(Cost.of(
                        "registers of " + input,
                        (before.seconds() + actor.seconds()) / before.registers(),
                        "s",
                        "(t + next t) / registers",
                        "",
                        Cost.Basis.DERIVED));
            }
        }
        return Cost.longest("interval", terms.toArray(Cost[]::new));
    }

    /// Runs until every actor has acted so often.
    ///
    /// @param pieces at least 1
    public ActorRun run(int pieces) {
        return run(pieces, Cancel.onInterrupt());
    }

    /// Runs until every actor has acted so often, or the cancel is requested.
    public ActorRun run(int pieces, Cancel cancel) {
        if (pieces < 1) {
            throw new BadInput("actors: pieces [%d] must be at least 1", pieces);
        }
        Model model = new Model(this, pieces);
        new Simulation(model).run(Component.NEVER, () -> false, cancel, Progress.NONE);
        List<ActorRun.Action> actions = model.queues.stream()
                .flatMap(queue -> queue.done().stream())
                .sorted(ORDER)
                .toList();
        List<String> waiting =
                model.queues.stream().flatMap(queue -> queue.waiting().stream()).toList();
        return new ActorRun(this, pieces, actions, waiting);
    }

    /// Runs them as a scheduler does that knows inputs only: whatever has its inputs is lined up on its queue, and what
    /// is first there takes memory for its result when it starts, or waits for it while all behind it wait too.
    /// Registers do not count.
    ///
    /// @param pieces at least 1
    /// @param bytes  of memory
    public ActorRun greedy(int pieces, double bytes, Cancel cancel) {
        GreedyScheduler scheduler = new GreedyScheduler(this, pieces, bytes);
        new Simulation(scheduler).run(Component.NEVER, () -> false, cancel, Progress.NONE);
        List<ActorRun.Action> actions = scheduler.done().stream().sorted(ORDER).toList();
        return new ActorRun(this, pieces, actions, scheduler.waiting());
    }

    /// Queues of hardware, which pass on who may act.
    private static final class Model extends Coupled {
        private final List<ActorQueue> queues = new ArrayList<>();

        Model(Actors actors, int pieces) {
            super("actors");
            List<String> names =
                    actors.all.stream().map(Actor::queue).distinct().toList();
            names.forEach(name -> queues.add(add(new ActorQueue(name, actors, pieces))));
            for (ActorQueue from : queues) {
                for (ActorQueue to : queues) {
                    if (from != to) {
                        couple(from.told, to.hears);
                    }
                }
            }
        }
    }
}
