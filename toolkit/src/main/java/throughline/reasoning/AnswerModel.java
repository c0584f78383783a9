package throughline.reasoning;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import throughline.spec.BadInput;

/// How the wrong answers to a problem are spread: whether errors agree decides what a vote is worth. Answers are
/// numbers: 0 is right, 1 and up are wrong, each problem with shares of its own.
public sealed interface AnswerModel {
    /// The chance that two wrong answers to a problem agree, over problems.
    double collision();

    /// Shares of a problem's wrong answers; they add up to 1.
    ///
    /// @param uniforms gives the j-th of the problem's random numbers, in [0, 1)
    double[] shares(IntToDoubleFunction uniforms);

    /// Open answers, such as whole numbers: shares by stick-breaking, `v_j` of Beta(1, c) taken of what is left.
    /// Breaking ends when less than a thousandth is left, which goes to the last. Where more is left after 511
    /// breaks, it goes in equal parts to 1 + c answers, 1,536 at most, so that errors agree as often as before.
    ///
    /// @param confusion c, above 0: the larger, the more the errors differ; two of them agree with chance
    ///                  `1 / (1 + c)`; above 1,536 with a chance that is larger, but below 0.1 %
    static AnswerModel open(double confusion) {
        return new Open(confusion);
    }

    /// Multiple choice: shares of Dirichlet(1, ..., 1) over the wrong options.
    ///
    /// @param options in all, the right one among them; at least 2
    static AnswerModel choices(int options) {
        return new Choices(options);
    }

    /// @param confusion above 0
    record Open(double confusion) implements AnswerModel {
        private static final double LEFT = 1e-3;
        private static final int MOST = 512;
        private static final int MOST_EQUAL = 1_536;

        public Open {
            if (!(confusion > 0 && confusion <= 1e4)) {
                throw new BadInput("confusion [%s] must be above 0 and at most 10,000", confusion);
            }
        }

        @Override
        public double collision() {
            return 1 / (1 + confusion);
        }

        @Override
        public double[] shares(IntToDoubleFunction uniforms) {
            double[] shares = new double[MOST + MOST_EQUAL];
            double left = 1;
            int used = 0;
            while (left > LEFT && used < MOST - 1) {
                double part = -StrictMath.expm1(StrictMath.log1p(-uniforms.applyAsDouble(used)) / confusion);
                shares[used++] = left * part;
                left *= 1 - part;
            }
            int equal = left > LEFT ? (int) Math.min(MOST_EQUAL, Math.ceil(1 + confusion)) : 1;
            Arrays.fill(shares, used, used + equal, left / equal);
            return Arrays.copyOf(shares, used + equal);
        }
    }

    /// @param options at least 2
    record Choices(int options) implements AnswerModel {
        public Choices {
            if (options < 2) {
                throw new BadInput("options [%d] must be at least 2: a right one and a wrong one", options);
            }
        }

        @Override
        public double collision() {
            return 2.0 / options;
        }

        @Override
        public double[] shares(IntToDoubleFunction uniforms) {
            double[] shares = new double[options - 1];
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                shares[i] = -StrictMath.log1p(-uniforms.applyAsDouble(i));
                sum += shares[i];
            }
            for (int i = 0; i < shares.length; i++) {
                shares[i] /= sum;
            }
            return shares;
        }
    }
}
