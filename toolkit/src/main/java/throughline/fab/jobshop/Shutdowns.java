package throughline.fab.jobshop;

import throughline.random.Stream;
import throughline.spec.BadInput;

/// How machines are interrupted. At an instant when some operation could be started, each machine that is up and does
/// not process goes down with a probability, for 1 to `longest` units of time, all equally likely. A machine that is
/// down starts nothing; a finished job may stay on it, and leave it.
///
/// Every trial takes two numbers from the machine's own stream, whatever its outcome. So the k-th trial of a machine
/// has the same numbers whatever the rule: rules are compared on common random numbers. What happens at its k-th trial
/// under some probability also happens under a larger one.
///
/// @param probability of each trial, 0 to 0.9
/// @param longest     units of time, at least 1
public record Shutdowns(double probability, int longest) {
    /// None.
    public static final Shutdowns NEVER = new Shutdowns(0, 1);

    private static final double MOST = 0.9;

    /// @throws BadInput when the probability or the length is out of range
    public Shutdowns {
        if (!(probability >= 0 && probability <= MOST)) {
            throw new BadInput("shut-down probability [%s] must be 0 to %s", probability, MOST);
        }
        if (longest < 1) {
            throw new BadInput("longest shut-down [%d] must be 1 or more", longest);
        }
    }

    /// With a probability, for at most as long as the longest operation of an instance.
    public static Shutdowns of(double probability, JobShop instance) {
        return new Shutdowns(probability, instance.longest());
    }

    /// One trial of a machine.
    ///
    /// @return how long it goes down; 0 when it stays up
    int trial(Stream stream) {
        double drawn = stream.uniform();
        int length = 1 + stream.below(longest);
        return drawn < probability ? length : 0;
    }
}
