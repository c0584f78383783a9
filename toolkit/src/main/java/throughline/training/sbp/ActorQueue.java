package throughline.training.sbp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Atomic;
import throughline.devs.In;
import throughline.devs.Out;

/// A queue of hardware and the actors that run on it, one at a time. Each counts, as OneFlow's do, what is there of
/// each input, its free registers, and for each register who still reads it.
final class ActorQueue extends Atomic {
    /// Between two actors.
    ///
    /// @param ack whether the receiver's register was read, or has something to be read
    record Message(String from, String to, boolean ack) {}

    /// The counters of one actor.
    private static final class Counters {
        final Actor actor;
        final List<String> readers = new ArrayList<>();
        final Map<String, Integer> inputs = new LinkedHashMap<>();
        /// For each register in use, from the oldest: by how many it is still to be read.
        final List<Integer> references = new ArrayList<>();

        /// How often each reader has read since the oldest register in use.
        final Map<String, Integer> read = new LinkedHashMap<>();

        int free;
        int started;

        Counters(Actor actor) {
            this.actor = actor;
            free = actor.registers();
            actor.inputs().forEach(input -> inputs.put(input, 0));
        }
    }

    final In<Message> hears = in("hears", Message.class);
    final Out<Message> told = out("told", Message.class);

    private final int pieces;
    private final Map<String, Counters> hosted = new LinkedHashMap<>();
    private final List<ActorRun.Action> done = new ArrayList<>();
    private Counters acting;
    private long began;
    private long ends = NEVER;

    ActorQueue(String name, Actors actors, int pieces) {
        super(name);
        this.pieces = pieces;
        for (Actor actor : actors.all()) {
            if (actor.queue().equals(name)) {
                hosted.put(actor.name(), new Counters(actor));
            }
        }
        for (Actor actor : actors.all()) {
            for (String input : actor.inputs()) {
                if (hosted.containsKey(input)) {
                    hosted.get(input).readers.add(actor.name());
                    hosted.get(input).read.put(actor.name(), 0);
                }
            }
        }
        begin(0);
    }

    private static boolean ready(Counters one, int pieces) {
        return one.started < pieces
                && one.free > 0
                && one.inputs.values().stream().allMatch(count -> count > 0);
    }

    private void begin(long now) {
        acting = null;
        ends = NEVER;
        for (Counters one : hosted.values()) {
            if (ready(one, pieces)) {
                acting = one;
            }
        }
        if (acting != null) {
            acting.free--;
            acting.started++;
            began = now;
            ends = now + Actors.TICK.seconds(acting.actor.seconds());
        }
    }

    @Override
    protected long timeAdvance() {
        return ends == NEVER ? NEVER : ends - now();
    }

    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        String name = acting.actor.name();
        acting.readers.forEach(reader -> messages.add(new Message(name, reader, false)));
        acting.actor.inputs().forEach(input -> messages.add(new Message(name, input, true)));
        return messages;
    }

    @Override
    protected void output() {
        for (Message message : messages()) {
            if (!hosted.containsKey(message.to)) {
                told.send(message);
            }
        }
    }

    @Override
    protected void internalTransition() {
        end();
        begin(now());
    }

    @Override
    protected void externalTransition(long elapsed) {
        hears.forEach(this::hear);
        if (acting == null) {
            begin(now());
        }
    }

    /// What arrives at the instant at which an action ends is there when the next is chosen.
    @Override
    protected void confluentTransition() {
        end();
        hears.forEach(this::hear);
        begin(now());
    }

    private void end() {
        done.add(new ActorRun.Action(acting.actor.name(), acting.started - 1, began, now()));
        if (acting.readers.isEmpty()) {
            acting.free++;
        } else {
            acting.references.add(acting.readers.size());
        }
        for (String input : acting.actor.inputs()) {
            acting.inputs.merge(input, -1, Integer::sum);
        }
        messages().forEach(this::hear);
    }

    private void hear(Message message) {
        Counters to = hosted.get(message.to);
        if (to == null) {
            return;
        }
        if (!message.ack) {
            to.inputs.merge(message.from, 1, Integer::sum);
            return;
        }
        int register = to.read.merge(message.from, 1, Integer::sum) - 1;
        to.references.set(register, to.references.get(register) - 1);
        while (!to.references.isEmpty() && to.references.getFirst() == 0) {
            to.references.removeFirst();
            to.read.replaceAll((_, count) -> count - 1);
            to.free++;
        }
    }

    List<ActorRun.Action> done() {
        return done;
    }

    /// Who has not done all, and what for want of.
    List<String> waiting() {
        List<String> waiting = new ArrayList<>();
        for (Counters one : hosted.values()) {
            if (one.started < pieces) {
                List<String> missing = new ArrayList<>();
                one.inputs.forEach((input, count) -> {
                    if (count == 0) {
                        missing.add(input);
                    }
                });
                if (one.free == 0) {
                    missing.add("a register, read by " + one.readers);
                }
                waiting.add("%s waits for %s".formatted(one.actor.name(), String.join(" and ", missing)));
            }
        }
        return waiting;
    }
}
