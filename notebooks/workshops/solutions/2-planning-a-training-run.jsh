// exercise: operations
double operations = 6 * model.parameters() * contract.tokens();

course.check("operations", operations);

// exercise: roofline
Roofline roofline = matmul -> Math.max(
        matmul.operations() / a100.peak(Precision.BF16), matmul.bytes() / a100.bandwidth());

course.check("roofline", roofline);

// exercise: rows
double fewest = 1;
while (new Matmul(Precision.BF16, (long) fewest, 28672, 8192).operations() / a100.peak(Precision.BF16)
        < new Matmul(Precision.BF16, (long) fewest, 28672, 8192).bytes() / a100.bandwidth()) {
    fewest++;
}

course.check("rows", fewest);

// exercise: states
double gigabytes = (2 + 4 + 4 + 4 + 4) * model.weights() / 1e9;

course.check("states", gigabytes);

// exercise: zero
double each = (2 + 4 + 12 / 64.0) * model.weights() / 8 / 1e9;

course.check("zero", each);

// exercise: make-it-fit
Plan fits = Plan.of(8, 8, 1, 64).with("sequenceParallel", "true").with("fused", "true").with("recompute", "full");

course.check("make-it-fit", fits);

// exercise: guess-peak
double share = 80;

course.check("guess-peak", share);
Plan planned = PlanningCourse.FIRST;
Utilisation use = Utilisation.of(model, planned, selene, StepTime.of(model, planned, selene).value());
show(Guess.before("share of the peak that a step reaches").of(share, "%").reveal(100 * use.model()));

// exercise: mfu
double seconds = StepTime.of(model, full, selene).value();
double mfu = model.operations(full.batch()) / seconds / full.devices() / a100.peak(Precision.BF16);

course.check("mfu", mfu);

// exercise: all-reduce-bytes
double array = 2.0 * 4096 * 8192 / 1e6;
double sent = 2 * (8 - 1) * array / 8;

course.check("all-reduce-bytes", sent);

// exercise: guess-all-reduce
double times = 4;

course.check("guess-all-reduce", times);
show(Guess.before("time of an all-reduce among eight over that among two").of(times, "").reveal(
        selene.allReduce(new Cluster.Group(8, 8), 2.0 * 4096 * 8192).value()
                / selene.allReduce(new Cluster.Group(2, 2), 2.0 * 4096 * 8192).value()));

// exercise: half-bandwidth
double one = selene.allReduce(new Cluster.Group(8, 8), 1e6).value();
double four = selene.allReduce(new Cluster.Group(8, 8), 4e6).value();
double perMegabyte = (four - one) / 3;
double megabytes = (one - perMegabyte) / perMegabyte;

course.check("half-bandwidth", megabytes);

// exercise: tensor
Plan ways(int tensor) {
    return first.with("tensor", String.valueOf(tensor)).with("data", String.valueOf(128 / tensor))
            .with("sequenceParallel", String.valueOf(tensor > 1));
}
int tensor = 32;
for (int other : new int[] {16, 8, 4, 2, 1}) {
    boolean fits = Memory.of(model, ways(other)).value() < 75 * 0x1p30;
    if (fits && StepTime.of(model, ways(other), selene).value() < StepTime.of(model, ways(tensor), selene).value()) {
        tensor = other;
    }
}

course.check("tensor", tensor);

// exercise: guess-bubble
double waiting = 6;

course.check("guess-bubble", waiting);
Pipeline sixteen = new Pipeline(Pipeline.Order.ONE_F_ONE_B, 16, 16, 1, 1e-3, 1e-3, 1e-3, 0);
show(Guess.before("time that sixteen stages wait").of(waiting, "%").reveal(100 * sixteen.run().bubble()));

// exercise: bubble
DoubleBinaryOperator bubble = (stages, microBatches) -> (stages - 1) / (microBatches + stages - 1);

course.check("bubble", bubble);

// exercise: micro-batches
double microBatches = 15 / 0.05 - 15;

course.check("micro-batches", microBatches);

// exercise: guess-doubling
double faster = 2;

course.check("guess-doubling", faster);
double twoThousand = new Planner(model, dgx, 2048, 1024).search(Cancel.onInterrupt(), Progress.NONE).best().seconds();
double fourThousand = new Planner(model, dgx, 4096, 1024).search(Cancel.onInterrupt(), Progress.NONE).best().seconds();
show(Guess.before("speed-up from 2,048 to 4,096 H100").of(faster, "").reveal(twoThousand / fourThousand));

// exercise: scaling
double stepOf(int devices) {
    return new Planner(model, dgx, devices, 1024).search(Cancel.onInterrupt(), Progress.NONE).best().seconds();
}
double cheapest = 256 * stepOf(256);
int devices = 256;
for (int more = 512; more <= 4096 && more * stepOf(more) <= 1.15 * cheapest; more *= 2) {
    devices = more;
}

course.check("scaling", devices);

// exercise: better
Stream errors = new Streams(1).named("errors");
int wins = 0;
for (int draw = 0; draw < 200_000; draw++) {
    if (20.0 * Math.exp(0.03 * errors.normal()) < 20.4 * Math.exp(0.03 * errors.normal())) {
        wins++;
    }
}
double probability = wins / 200_000.0;

course.check("better", probability);

// exercise: guess-failures
double hours = 24;

course.check("guess-failures", hours);
double perDay = FaultRates.named("faults-opt").perDay(2048, 8);         // of 2,048 nodes with 8 devices each
show(Guess.before("hours between failures of 2,048 nodes").of(hours, "h").reveal(24 / perDay));

// exercise: mtbf
double nodeDays = 64;
double between = 24 * nodeDays / 128;

course.check("mtbf", between);

// exercise: interval
double every = 0;
double least = 1;
for (double minutes = 20; minutes <= 120; minutes += 10) {
    double loss = tenYears(minutes).loss();
    every = loss < least ? minutes : every;
    least = Math.min(loss, least);
}
show("%.2f %% lost".formatted(100 * least));

course.check("interval", every);

// exercise: young
DoubleBinaryOperator rule = (mtbfHours, saveSeconds) -> Math.sqrt(2 * saveSeconds * 3600 * mtbfHours) / 60;

course.check("young", rule);

// exercise: buy
Map<String, ClusterSpec> offers = Map.of(
        "storage", troubled.with("checkpoint", "lazy"),
        "checkpoints", troubled.with("checkpointEvery", "10"),
        "monitor", troubled.with("recovery", "recovery-monitored"),
        "spares", troubled.with("spares", "64"));
String offer = offers.keySet().stream().sorted().max(java.util.Comparator.comparingDouble(
        (String name) -> ClusterRun.goodput(offers.get(name), 1, Cancel.onInterrupt()).effective())).orElseThrow();

course.check("buy", offer);

// exercise: guess-stragglers
double longer = 0.05;

course.check("guess-stragglers", longer);
double truth = 100 * 0.5 * (1 - Math.pow(0.999, 1024));
show(Guess.before("how much longer steps get by rare slow devices").of(longer, "%").reveal(truth));

// exercise: stragglers
double percent = 100 * 0.5 * (1 - Math.pow(1 - 0.001, 1024));

course.check("stragglers", percent);

// exercise: bid
Bid bid = new Bid("dgx-h100", 512, 4, 4, 5, 20, 4, 4.4);

course.check("bid", bid);

// exercise: extrapolate
Fit fit = Law.power("C").fit(runs);
double loss = fit.predict(Map.of("C", large));
var interval = fit.bootstrap(200, 1).interval(refit -> refit.predict(Map.of("C", large)), 0.9);
show("%.3f, and with 90 %% between %.3f and %.3f".formatted(loss, interval.low(), interval.high()));

course.check("extrapolate", loss);
