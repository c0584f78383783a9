// exercise: guess-load
double guessedHours = 2;
course.check("guess-load", guessedHours);
show(Guess.before("cycle time at 96 % load").of(guessedHours, "h").reveal(Queueing.mm1(0.96)));

// exercise: machine
class MyMachine extends Server {
    Deque<Integer> waiting = new ArrayDeque<>();
    Integer onMachine;
    long left = NEVER;

    protected long timeAdvance() {
        return left;
    }

    protected void output() {
        leaving.send(onMachine);
    }

    protected void internalTransition() {
        start();
    }

    protected void externalTransition(long elapsed) {
        arriving.forEach(waiting::add);
        if (onMachine == null) {
            start();
        } else {
            left -= elapsed;
        }
    }

    void start() {
        onMachine = waiting.poll();
        left = onMachine == null ? NEVER : processTicks();
    }
}

Supplier<Server> mine = MyMachine::new;
course.check("machine", mine);

// exercise: little
Visits night = Cases.NIGHT_SHIFT.run(20_000, 7);
double lots = night.meanLots();
double perHour = night.rate();
double hours = lots / perHour;
course.check("little", hours);

// exercise: headroom
double times = (1 / (1 - 0.95)) / (1 / (1 - 0.90));
course.check("headroom", times);

// exercise: guess-average
double guessedMinutes = 0;
course.check("guess-average", guessedMinutes);
double average = 60 * Cases.ON_TIME.process().mean();
show(Guess.before("wait when lots come on time").of(guessedMinutes, "min").reveal(average * Queueing.dm1(0.8)));

// exercise: kingman
WaitFormula kingman = (load, ca2, cs2) -> load / (1 - load) * (ca2 + cs2) / 2;
course.check("kingman", kingman);

// exercise: guess-stops
double guessedTimes = 1;
course.check("guess-stops", guessedTimes);
double atA = Cases.STOPS.run(1, 1_500).cycleHours(), atB = Cases.STOPS.stopping(8).run(1, 1_500).cycleHours();
show(Guess.before("cycle time at B over A").of(guessedTimes, "").reveal(atB / atA));

// exercise: stops
double available = 0.8, perLot = 1, comePerHour = 0.625;
double longest = 0;
while (true) {
    double held = perLot / available;
    double cs2 = 2 * available * (1 - available) * longest / perLot;
    if (held * (1 + Queueing.kingman(comePerHour * held, 1, cs2)) > 5) {
        break;
    }
    longest += 0.01;
}
course.check("stops", longest);

// exercise: batch
double forOthers = (6 - 1) / 2.0 * 2;      // the first waits for five others, two hours apart; the last for none
course.check("batch", forOthers);

// exercise: setups
double lotsBetween = 1;
while (0.8 * (60 + 30.0 / lotsBetween) / 60 >= 1) {
    lotsBetween++;
}
course.check("setups", lotsBetween);

// exercise: critical-wip
Line line = Cases.LINE;
double critical = line.bottleneckRate() * line.rawHours();
course.check("critical-wip", critical);

// exercise: guess-wip
double guessedLoss = 50;
course.check("guess-wip", guessedLoss);
double loss = 100 * (1 - Cases.LINE.rate(10) / Cases.LINE.rate(20));
show(Guess.before("output lost by halving the work in progress").of(guessedLoss, "%").reveal(loss));

// exercise: wip
double fewest = 1;
while (Cases.LINE.rate((int) fewest) < 0.9 * Cases.LINE.bottleneckRate()) {
    fewest++;
}
course.check("wip", fewest);

// exercise: warm-up
double inTheLongRun = Warmup.mser5(wip).mean();
course.check("warm-up", inTheLongRun);

// exercise: seeds
double runs = 4 * 8;                          // half as wide is four times as many; 25 do, for Student's t helps a little
course.check("seeds", runs);

// exercise: paired
double halfWidth = Estimate.paired(faster, old).halfWidth(0.95);
course.check("paired", halfWidth);

// exercise: bottleneck
String bottleneck = "Furnace";
course.check("bottleneck", bottleneck);

// exercise: flow-factor
double flowFactor = month.of("Lot_b", "cycle time [d]") / month.of("Lot_b", "raw process [d]");
course.check("flow-factor", flowFactor);

// exercise: rule
Dispatch rule = Dispatch.by((lot, tool) -> tool.setupMinutes(lot)).then(Dispatch.FIFO);
course.check("rule", rule);

// exercise: unseen
String better = "this fab";
course.check("unseen", better);

// exercise: circular
long seat = 7;
CircularLab lab = CircularLab.seeded(seat);
Map<String, Fault> suspected = new LinkedHashMap<>();
List<String> printed = lab.study().stringColumn("row").asList();
for (var row : lab.table()) {
    String claim = row.getString("claim");
    if (!lab.shake(claim).isEmpty()) {
        suspected.put(claim, Fault.READS_ITS_NUMBER);
    } else if (lab.fits(claim).stringColumn("fitted on").asList().contains(claim)) {
        suspected.put(claim, Fault.FITTED_ON_ITSELF);
    } else if (lab.rulers(claim).stringColumn("inside").contains("yes")) {
        suspected.put(claim, Fault.STRAW_MAN);
    } else if (row.getString("provenance").equals("PRINTED") && !printed.contains(claim)) {
        suspected.put(claim, Fault.RECALLED_AS_PRINTED);
    } else if (!row.getString("verdict").equals("IDENTITY") && !lab.vary(claim).stringColumn("moved").contains("yes")) {
        suspected.put(claim, Fault.IDENTITY);
    }
}
course.check("circular", lab.judge(suspected));
