package throughline.workshop.league;

/// Kendall's rank correlation with ties: tau-b (Kendall, "The treatment of ties in ranking problems", Biometrika 33,
/// 1945).
final class Kendall {
    private Kendall() {}

    /// 1 when both orders are the same, -1 when one is the other turned round; ties count for neither.
    ///
    /// @param one     ranks
    /// @param another of the same things
    /// @return NaN when one of the orders has nothing but ties
    static double tauB(int[] one, int[] another) {
        long score = 0;
        long untiedInOne = 0;
        long untiedInAnother = 0;
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < i; j++) {
                int first = Integer.compare(one[i], one[j]);
                int second = Integer.compare(another[i], another[j]);
                score += first * second;
                untiedInOne += Math.abs(first);
                untiedInAnother += Math.abs(second);
            }
        }
        return score / Math.sqrt((double) untiedInOne * untiedInAnother);
    }
}
