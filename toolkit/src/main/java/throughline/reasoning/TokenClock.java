package throughline.reasoning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.hardware.Device;
import throughline.hardware.Precision;
import throughline.spec.BadInput;
import throughline.training.Plan;
import throughline.training.Transformer;

/// Tokens to seconds: a model on devices that split its layers, each step of all sequences at its roofline.
///
/// A step of b sequences reads every weight once and the keys and values of all contexts, and takes the longer of
/// reading and computing, an all-reduce twice a layer where devices split it, and what the program adds. So paths
/// that run side by side share the reading of weights: they cost little until keys, values or arithmetic outweigh
/// it.
///
/// ```java
/// var clock = TokenClock.of(Transformer.named("qwen2.5-7b"), Plan.of(2, 1, 1, 16), Cluster.named("dgx-h100"));
/// clock.seconds(WorkGraph.parallel(200, 8_000, 6_000));
/// show(clock.step(16, 16 * 8_000).explain());
/// ```
public final class TokenClock {
    private static final double BYTES = Precision.BF16.bytes();
    /// Part of the memory that engines leave to weights, keys and values.
    private static final double USABLE = 0.9;

    private static final int REMEMBERED = 4_096;

    private final Transformer model;
    private final Cluster cluster;
    private final Device device;
    private final int tensor;
    private final Rates rates;
    private final double others;
    private final double otherContext;
    /// Seconds of an all-reduce by tokens.
    private final Map<Double, Double> exchange = new ConcurrentHashMap<>();

    /// What is reached of the datasheet's rates.
    ///
    /// @param moving       share of the bandwidth, above 0 and at most 1
    /// @param computing    share of the peak, above 0 and at most 1
    /// @param overhead     seconds that each step takes beside: 0.2-0.5 ms with recorded graphs, 5-10 ms without
    /// @param sharedPrefix whether what sequences have in common is read once a step
    public record Rates(double moving, double computing, double overhead, boolean sharedPrefix) {
        /// 0.8 of the bandwidth, 0.55 of the peak, 0.3 ms, nothing shared.
        public static final Rates USUAL = new Rates(0.8, 0.55, 3e-4, false);
        /// The datasheet's rates.
        public static final Rates IDEAL = new Rates(1, 1, 0, false);

        public Rates {
            if (!(moving > 0 && moving <= 1 && computing > 0 && computing <= 1 && overhead >= 0 && overhead < 10)) {
                throw new BadInput(
                        "rates [moving %s, computing %s, overhead %s s]: shares above 0 and at most 1, overhead at"
                                + " least 0 and below 10 s",
                        moving, computing, overhead);
            }
        }

        /// A copy with another overhead, in seconds.
        public Rates overhead(double seconds) {
            return new Rates(moving, computing, seconds, sharedPrefix);
        }
    }

    /// What a graph of calls takes.
    ///
    /// @param seconds       from the first call to the end of the last
    /// @param deviceSeconds of all devices, shared fairly with the other sequences of each step
    public record Spent(double seconds, double deviceSeconds) {}

    private TokenClock(
            Transformer model, Cluster cluster, Device device, int tensor, Rates rates, double others, double context) {
        this.model = model;
        this.cluster = cluster;
        this.device = device;
        this.tensor = tensor;
        this.rates = rates;
        this.others = others;
        otherContext = context;
        device.peak(Precision.BF16);
        double free = room();
        if (free <= 0) {
            throw new BadInput(
                    "%s: weights of %.1f GB on each of [%d] devices leave no room for keys and values in %.1f GB of %s;"
                            + " split it over more",
                    model.name(), weights() / tensor * 1e-9, tensor, device.knownMemory() * 1e-9, device.name());
        }
    }

    /// One device alone with a model.
    public static TokenClock of(Transformer model, Device device) {
        return new TokenClock(model, null, device, 1, Rates.USUAL, 0, 0);
    }

    /// Devices of a cluster as a plan has them: its ways of tensor parallelism split each layer; each of its replicas
    /// has its part of the batch, and a problem shares its replica with the other sequences, of 8,000 tokens each.
    ///
    /// @throws BadInput when the plan has stages, or splits sequences or experts: they do not make a token come
    /// sooner; or when the weights do not fit
    public static TokenClock of(Transformer model, Plan plan, Cluster cluster) {
        if (plan.pipeline() > 1 || plan.context() > 1 || plan.expert() > 1) {
            throw new BadInput(
                    "plan [pipeline %d, context %d, expert %d]: all must be 1; tokens come sooner by tensor parallelism"
                            + " alone",
                    plan.pipeline(), plan.context(), plan.expert());
        }
        plan.check(model, cluster);
        double others = Math.max(0, (double) plan.batch() / plan.data() - 1);
        return new TokenClock(model, cluster, cluster.device(), plan.tensor(), Rates.USUAL, others, 8_000);
    }

    /// A copy with other rates.
    public TokenClock with(Rates other) {
        return new TokenClock(model, cluster, device, tensor, other, others, otherContext);
    }

    /// A copy in whose steps other problems' sequences take part.
    ///
    /// @param sequences 0 or more
    /// @param context   tokens that each has, 0 or more
    public TokenClock beside(double sequences, double context) {
        if (!(sequences >= 0 && context >= 0 && sequences * context < Double.POSITIVE_INFINITY)) {
            throw new BadInput("others [%s sequences of %s tokens] must be 0 or more", sequences, context);
        }
        return new TokenClock(model, cluster, device, tensor, rates, sequences, context);
    }

    /// The model.
    public Transformer model() {
        return model;
    }

    /// Devices that split each layer.
    public int devices() {
        return tensor;
    }

    /// The model and what it runs on.
    @Override
    public String toString() {
        return "%s on %d %s%s"
                .formatted(
                        model.name(),
                        tensor,
                        device.name(),
                        others > 0 ? " beside %.0f other sequences".formatted(others) : "");
    }

    /// Bytes of the keys and values of a token, on all devices; a head at least on each.
    public double tokenBytes() {
        return model.attention().latent()
                ? BYTES
                        * model.layers()
                        * tensor
                        * (model.attention().keyRank() + model.attention().rotary())
                : 2 * BYTES * model.layers() * tensor * model.attention().keyWidth(tensor);
    }

    /// Bytes of the weights.
    public double weights() {
        return BYTES * model.weights();
    }

    /// Tokens whose keys and values fit beside the weights; infinite where the device's memory is not known.
    public double room() {
        return device.memory().isEmpty()
                ? Double.POSITIVE_INFINITY
                : (USABLE * device.knownMemory() * tensor - weights()) / tokenBytes();
    }

    /// Bytes of weights that a step of so many tokens reads: of experts, those that at least one token takes.
    private double read(double tokens) {
        double table = model.tied() ? 0 : model.embeddingWeights();
        double all = model.weights() - table;
        if (model.mixture().isEmpty()) {
            return BYTES * all;
        }
        var experts = model.mixture().get();
        double missed = StrictMath.pow(1 - (double) experts.chosen() / experts.experts(), tokens);
        return BYTES * (all - missed * model.expertLayers() * experts.experts() * model.expertWeights());
    }

    /// Seconds of a step in which each of some sequences gets a token.
    ///
    /// @param sequences at least 1
    /// @param contexts  tokens of all their contexts together, 0 or more
    public Cost step(double sequences, double contexts) {
        return decoding(sequences, contexts).cost("step");
    }

    /// Seconds to read texts and keep their keys and values.
    ///
    /// @param tokens  of all texts, above 0
    /// @param context tokens before each text, and half of the text itself: what each token attends to on average
    public Cost prefill(double tokens, double context) {
        return reading(tokens, context).cost("prefill");
    }

    private Load decoding(double sequences, double contexts) {
        return new Load(
                sequences,
                read(sequences) + tokenBytes() * contexts,
                2 * sequences * model.activeWeights() + attention() * contexts);
    }

    private Load reading(double tokens, double context) {
        return new Load(tokens, read(tokens), tokens * (2 * model.activeWeights() + attention() * context));
    }

    /// Operations with which a token attends to another one: scores and sums, in all layers.
    private double attention() {
        return 2.0 * model.layers() * model.heads() * (model.attention().compared() + model.headWidth());
    }

    private Cost allReduce(double tokens) {
        return cluster.allReduce(
                new Cluster.Group(tensor, Math.min(tensor, cluster.perNode())), tokens * model.width() * BYTES);
    }

    private double exchanges() {
        return 2.0 * model.layers();
    }

    /// What all devices do together for some tokens, and how long it takes them: as a number where it is asked for each
    /// step, and with its terms where somebody wants to see them.
    private final class Load {
        private final double tokens;
        private final double bytes;
        private final double operations;

        Load(double tokens, double bytes, double operations) {
            this.tokens = tokens;
            this.bytes = bytes;
            this.operations = operations;
        }

        private double bandwidth() {
            return rates.moving() * device.bandwidth() * tensor;
        }

        private double peak() {
            return rates.computing() * device.peak(Precision.BF16) * tensor;
        }

        double seconds() {
            double exchanged = tensor == 1 ? 0 : exchanges() * exchange();
            return Math.max(bytes / bandwidth(), operations / peak()) + exchanged + rates.overhead();
        }

        /// Steps have few numbers of sequences, texts any number of tokens: of these none is remembered.
        private double exchange() {
            return tokens <= REMEMBERED && tokens == Math.rint(tokens)
                    ? exchange.computeIfAbsent(tokens, sent -> allReduce(sent).value())
                    : allReduce(tokens).value();
        }

        Cost cost(String name) {
            return Cost.sum(
                    name,
                    Cost.longest(
                            "roofline",
                            term("moving", "%.4g B / %.4g B/s", bytes, bandwidth()),
                            term("computing", "%.4g operations / %.4g per s", operations, peak())),
                    exchanged(),
                    Cost.of("overhead", rates.overhead(), "s", "of each step", "", Basis.ASSUMED));
        }

        private Cost term(String name, String formula, double amount, double rate) {
            String text = String.format(Locale.ROOT, formula, amount, rate);
            return Cost.of(name, amount / rate, "s", text, device.source(), Basis.ASSUMED);
        }

        private Cost exchanged() {
            if (tensor == 1) {
                return Cost.of("all-reduces", 0, "s", "one device", "", Basis.DERIVED);
            }
            Cost one = allReduce(tokens);
            return Cost.of(
                    "all-reduces",
                    exchanges() * one.value(),
                    "s",
                    "2 x %d layers x %.4g s".formatted(model.layers(), one.value()),
                    String.join("; ", one.sources()),
                    Basis.CALIBRATED);
        }
    }

    /// Seconds until a graph of calls is done.
    ///
    /// @throws BadInput when a call alone has more tokens than memory has room for
    public double seconds(WorkGraph work) {
        return spent(work).seconds();
    }

    /// What a graph of calls takes. A call begins when those before it are done and there is room for all its
    /// tokens, first come first served; texts that begin together are read together, while nobody writes; then all
    /// write a token a step. Since every sequence gets a token each step, it is enough to stop where a call begins
    /// or ends: what lies between is so many steps of the mean context. That is exact but where steps go over from
    /// computing to reading on the way, with hundreds of sequences, and then a little short.
    public Spent spent(WorkGraph work) {
        return new Run(work).spent();
    }

    /// One graph on its way.
    private final class Run {
        private final WorkGraph work;
        private final int[] waiting;
        private final int[][] next;
        private final Deque<Integer> ready = new ArrayDeque<>();
        private final PriorityQueue<Writing> writing = new PriorityQueue<>();
        private double step;
        private double contexts;
        private double taken;
        private double seconds;
        private double deviceSeconds;

        /// A call that writes, until a step.
        private record Writing(double until, int call) implements Comparable<Writing> {
            @Override
            public int compareTo(Writing other) {
                int by = Double.compare(until, other.until);
                return by != 0 ? by : Integer.compare(call, other.call);
            }
        }

        Run(WorkGraph work) {
            this.work = work;
            int size = work.size();
            waiting = new int[size];
            int[] followers = new int[size];
            for (int call = 0; call < size; call++) {
                for (int earlier : work.after(call)) {
                    followers[earlier]++;
                }
            }
            next = new int[size][];
            for (int call = 0; call < size; call++) {
                next[call] = new int[followers[call]];
                waiting[call] = work.after(call).length;
                if (waiting[call] == 0) {
                    ready.add(call);
                }
                for (int earlier : work.after(call)) {
                    next[earlier][--followers[earlier]] = call;
                }
            }
        }

        Spent spent() {
            while (!ready.isEmpty() || !writing.isEmpty()) {
                if (!begin()) {
                    write();
                }
            }
            return new Spent(seconds, deviceSeconds);
        }

        /// Lets those begin that are ready and have room.
        ///
        /// @return whether a call that writes nothing was done with it, so that others may be ready
        private boolean begin() {
            double tokens = 0;
            double attended = 0;
            boolean done = false;
            int count = ready.size();
            for (int i = 0; i < count && fits(ready.peek()); i++) {
                int call = ready.remove();
                double fresh = work.fresh(call);
                tokens += fresh;
                attended += fresh * (work.cached(call) + fresh / 2);
                if (work.output(call) > 0) {
                    writing.add(new Writing(step + work.output(call), call));
                    contexts += work.cached(call) + fresh;
                    taken += whole(call);
                } else {
                    release(call);
                    done = true;
                }
            }
            if (tokens > 0) {
                spend(reading(tokens, attended / tokens).seconds(), 1);
            }
            return done;
        }

        private double whole(int call) {
            return work.cached(call) + work.fresh(call) + work.output(call);
        }

        private boolean fits(int call) {
            double room = room() - others * otherContext;
            if (taken + whole(call) <= room) {
                return true;
            }
            if (writing.isEmpty()) {
                throw new BadInput(
                        "%s on %d %s: a call of [%.0f] tokens does not fit; there is room for %.0f beside weights%s",
                        model.name(),
                        tensor,
                        device.name(),
                        whole(call),
                        Math.max(0, room),
                        others > 0 ? " and the other sequences" : "");
            }
            return false;
        }

        private void write() {
            double b = writing.size();
            Writing first = writing.peek();
            double steps = first.until - step;
            double context = contexts + b * steps / 2;
            double read = rates.sharedPrefix() ? context - common() : context;
            spend(steps * decoding(b + others, read + others * otherContext).seconds(), b / (b + others));
            contexts += b * steps;
            step = first.until;
            while (!writing.isEmpty() && writing.peek().until == step) {
                int call = writing.remove().call;
                contexts -= whole(call);
                taken -= whole(call);
                release(call);
            }
        }

        /// Tokens that would be read more than once though they are the same: what calls share, but for one.
        private double common() {
            double sum = 0;
            double most = 0;
            for (Writing one : writing) {
                sum += work.cached(one.call);
                most = Math.max(most, work.cached(one.call));
            }
            return sum - most;
        }

        private void release(int call) {
            for (int follower : next[call]) {
                if (--waiting[follower] == 0) {
                    ready.add(follower);
                }
            }
        }

        private void spend(double more, double share) {
            seconds += more;
            deviceSeconds += more * tensor * share;
        }
    }
}
