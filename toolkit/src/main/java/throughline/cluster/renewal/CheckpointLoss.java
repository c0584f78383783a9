package throughline.cluster.renewal;

/// What failures and checkpoints cost a job in the long run, exactly, for exponential failures.
///
/// A stretch of work w with the checkpoint after it, s, has to be done without a failure. Failures come at rate 1/M
/// while the job works or saves, and each costs a time d after it, so that a stretch takes on average
/// `(M + d) (exp((w + s) / M) - 1)` (Daly 2006, Future Generation Computer Systems 22, with failures that spare a
/// job that is down).
public final class CheckpointLoss {
    private CheckpointLoss() {}

    /// Share of wall time that is not useful, 0 to 1.
    public static double of(RenewalSpec spec) {
        double mtbf = 3600 * spec.mtbf();
        double work = 60 * spec.every();
        return 1 - work / ((mtbf + spec.down()) * Math.expm1((work + spec.save()) / mtbf));
    }

    /// Young's interval, in minutes: the square root of twice the product of checkpoint and mean time between
    /// failures (1974, Communications of the ACM 17), where the first terms of the loss are least.
    public static double young(RenewalSpec spec) {
        return Math.sqrt(2 * spec.save() * 3600 * spec.mtbf()) / 60;
    }

    /// The interval of the least loss, in minutes, to a millionth of it; there is one for any checkpoint that takes
    /// time.
    public static double best(RenewalSpec spec) {
        double low = 0;
        double high = 100 * young(spec);
        while (high - low > 1e-6 * high) {
            double a = low + (high - low) / 3;
            double b = high - (high - low) / 3;
            if (at(spec, a) < at(spec, b)) {
                high = b;
            } else {
                low = a;
            }
        }
        return (low + high) / 2;
    }

    /// The loss with another interval.
    ///
    /// @param every minutes
    public static double at(RenewalSpec spec, double every) {
        return of(new RenewalSpec(
                spec.mtbf(),
                every,
                spec.save(),
                spec.detection(),
                spec.traced(),
                spec.isolation(),
                spec.diagnosis(),
                spec.restart()));
    }
}
