package throughline.reasoning.fit;

import throughline.reasoning.AnswerModel;

/// How wrong votes fall into groups that agree: a generating function with weights for the sizes of groups.
interface Groups {
    /// What is done with a way to fall into groups.
    interface Visitor {
        /// @param chance of it
        /// @param weight sum over groups
        void visit(double chance, double weight);
    }

    /// The chance that every group is smaller than a size, for each number of votes.
    ///
    /// @param votes the most
    double[] below(int size, int votes);

    /// The chance that so many groups have a size and all others are smaller, for each number of votes.
    double[] tied(int size, int tied, int votes);

    /// All ways in which votes may fall.
    ///
    /// @param weights of a group, by its size
    void each(int votes, double[] weights, Visitor visitor);

    static Groups of(AnswerModel answers) {
        return switch (answers) {
            case AnswerModel.Open open -> new Ewens(open.confusion());
            case AnswerModel.Choices choices -> new Options(choices.options() - 1);
        };
    }

    /// Open answers: groups of j votes have weight `c / j`, and groups of one size are not told apart.
    record Ewens(double confusion) implements Groups {
        /// Coefficients of `exp(sum of c z^j / j)` over sizes j below one.
        private double[] series(int size, int votes) {
            double[] series = new double[votes + 1];
            series[0] = 1;
            double window = 0;
            for (int n = 1; n <= votes; n++) {
                window += size > 1 ? series[n - 1] : 0;
                window -= size > 1 && n >= size ? series[n - size] : 0;
                series[n] = Math.max(0, confusion * window / n);
            }
            return series;
        }

        @Override
        public double[] below(int size, int votes) {
            return divided(series(size, votes), series(votes + 1, votes));
        }

        @Override
        public double[] tied(int size, int tied, int votes) {
            double[] rest = series(size, votes - tied * size);
            double[] shifted = new double[votes + 1];
            double weight = 1;
            for (int i = 1; i <= tied; i++) {
                weight *= confusion / size / i;
            }
            for (int n = 0; n < rest.length; n++) {
                shifted[n + tied * size] = weight * rest[n];
            }
            return divided(shifted, series(votes + 1, votes));
        }

        @Override
        public void each(int votes, double[] weights, Visitor visitor) {
            visit(votes, votes, 1 / series(votes + 1, votes)[votes], 0, weights, visitor);
        }

        private void visit(int left, int largest, double chance, double sum, double[] weights, Visitor visitor) {
            if (left == 0) {
                visitor.visit(chance, sum);
                return;
            }
            for (int size = Math.min(left, largest); size >= 1; size--) {
                double its = chance;
                for (int count = 1; count * size <= left; count++) {
                    its *= confusion / size / count;
                    if (size > 1 || count == left) {
                        visit(left - count * size, size - 1, its, sum + count * weights[size], weights, visitor);
                    }
                }
            }
        }
    }

    /// Multiple choice: every way to deal the votes to the wrong options is equally likely.
    record Options(int wrong) implements Groups {
        /// Ways to deal votes to some options, fewer than a size to each.
        private static double[] series(int options, int size, int votes) {
            double[] series = new double[votes + 1];
            series[0] = 1;
            for (int option = 0; option < options; option++) {
                double[] next = new double[votes + 1];
                double window = 0;
                for (int n = 0; n <= votes; n++) {
                    window += size > 0 ? series[n] : 0;
                    window -= size > 0 && n >= size ? series[n - size] : 0;
                    next[n] = window;
                }
                series = next;
            }
            return series;
        }

        @Override
        public double[] below(int size, int votes) {
            return divided(series(wrong, size, votes), series(wrong, votes + 1, votes));
        }

        @Override
        public double[] tied(int size, int tied, int votes) {
            double[] shifted = new double[votes + 1];
            if (tied <= wrong) {
                double[] rest = series(wrong - tied, size, votes - tied * size);
                double ways = 1;
                for (int i = 1; i <= tied; i++) {
                    ways *= (double) (wrong - tied + i) / i;
                }
                for (int n = 0; n < rest.length; n++) {
                    shifted[n + tied * size] = ways * rest[n];
                }
            }
            return divided(shifted, series(wrong, votes + 1, votes));
        }

        @Override
        public void each(int votes, double[] weights, Visitor visitor) {
            visit(wrong, votes, 1 / series(wrong, votes + 1, votes)[votes], 0, weights, visitor);
        }

        private static void visit(int options, int left, double chance, double sum, double[] weights, Visitor visitor) {
            if (options == 1) {
                visitor.visit(chance, sum + weights[left]);
                return;
            }
            for (int its = 0; its <= left; its++) {
                visit(options - 1, left - its, chance, sum + weights[its], weights, visitor);
            }
        }
    }

    private static double[] divided(double[] some, double[] all) {
        double[] shares = new double[some.length];
        for (int n = 0; n < shares.length; n++) {
            shares[n] = some[n] / all[n];
        }
        return shares;
    }
}
