package throughline.papers.reasoning;

/// Two ways to turn rewards into advantages, on the smallest policy there is: one chance to use threads, the same on
/// problems that are always solved and on problems that threads spoil now and then.
///
/// A right answer earns 1, and `speed` more with threads. A group of answers to one problem is centred at its mean and,
/// in GRPO, divided by its standard deviation; where all are right, what is left is the speed alone, and dividing by
/// its deviation cancels how small it was meant to be. The expected change of the chance is computed over all groups,
/// without sampling.
///
/// @param easy      share of problems that are always solved
/// @param alone     chance to solve the others without threads
/// @param threaded  chance to solve them with threads
/// @param speed     reward of a right answer with threads, beside 1
/// @param divided   whether a group is divided by its standard deviation
record ThreadWeaverRewards(double easy, double alone, double threaded, double speed, boolean divided) {
    private static final int GROUP = 8;
    private static final int STEPS = 300;
    private static final double RATE = 3;

    /// The chance to use threads that training ends at, from an even one.
    double threads() {
        double odds = 0;
        for (int step = 0; step < STEPS; step++) {
            double chance = 1 / (1 + Math.exp(-odds));
            double push = easy * push(chance, 1, 1) + (1 - easy) * push(chance, alone, threaded);
            odds = Math.clamp(odds + RATE * push, -10, 10);
        }
        return 1 / (1 + Math.exp(-odds));
    }

    /// Share of problems solved then.
    double accuracy() {
        double threads = threads();
        return easy + (1 - easy) * (threads * threaded + (1 - threads) * alone);
    }

    /// Expected sum over a group of advantage times the slope of the logarithm of the chance, over all its make-ups: so
    /// many right with threads, right without, wrong with, and wrong without.
    private double push(double chance, double whole, double spoilt) {
        double[] kinds = {chance * spoilt, (1 - chance) * whole, chance * (1 - spoilt), (1 - chance) * (1 - whole)};
        double push = 0;
        for (int a = 0; a <= GROUP; a++) {
            for (int b = 0; a + b <= GROUP; b++) {
                for (int c = 0; a + b + c <= GROUP; c++) {
                    int[] counts = {a, b, c, GROUP - a - b - c};
                    push += probability(counts, kinds) * push(counts, chance);
                }
            }
        }
        return push;
    }

    private double push(int[] counts, double chance) {
        double[] rewards = {1 + speed, 1, 0, 0};
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < rewards.length; i++) {
            mean += counts[i] * rewards[i] / GROUP;
            squares += counts[i] * rewards[i] * rewards[i] / GROUP;
        }
        double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
        double sum = 0;
        for (int i = 0; i < rewards.length; i++) {
            double slope = i % 2 == 0 ? 1 - chance : -chance;
            sum += counts[i] * (rewards[i] - mean) * slope;
        }
        return sum / GROUP / (divided ? deviation + 1e-9 : 1);
    }

    private static double probability(int[] counts, double[] kinds) {
        double probability = 1;
        int left = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int n = 1; n <= counts[i]; n++) {
                left++;
                probability *= kinds[i] * left / n;
            }
        }
        return probability;
    }
}
