package throughline.reasoning;

import throughline.spec.BadInput;

/// Into how many sub-problems a problem is taken apart, one after the other, and how hard these are.
///
/// @param count        on average, from 1 to 64: what is left over 7 in 7.2 is the chance of an eighth
/// @param difficulties each is drawn from
public record Decomposition(double count, Difficulties difficulties) {
    private static final int MOST = 64;

    public Decomposition {
        if (!(count >= 1 && count <= MOST)) {
            throw new BadInput("sub-problems [%s] must be from 1 to %d on average", count, MOST);
        }
    }

    /// The difficulties of a problem's sub-problems, in their order.
    public double[] of(Problem problem) {
        int whole = (int) count;
        double[] each = new double[problem.uniform(place(0, 0)) < count - whole ? whole + 1 : whole];
        for (int i = 0; i < each.length; i++) {
            each[i] = difficulties.at(problem.uniform(place(i, 1)));
        }
        return each;
    }

    /// Where a sub-problem's random numbers are.
    ///
    /// @param use 0 to 4
    static int place(int i, int use) {
        return use * (MOST + 1) + i;
    }

    /// The chance that all sub-problems come out when each does with some chance, independently.
    double all(double each) {
        int whole = (int) count;
        return StrictMath.pow(each, whole) * (1 + (count - whole) * (each - 1));
    }
}
