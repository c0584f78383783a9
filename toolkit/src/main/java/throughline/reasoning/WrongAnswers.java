package throughline.reasoning;

/// Draws from the shares of a problem's wrong answers by inversion, with a table that says where to begin.
final class WrongAnswers {
    private static final int GUIDES = 128;

    private final double[] shares;
    private final double[] upTo;
    private final short[] guides = new short[GUIDES];

    WrongAnswers(double[] shares) {
        this.shares = shares;
        upTo = new double[shares.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i];
            upTo[i] = sum;
        }
        upTo[shares.length - 1] = Double.POSITIVE_INFINITY;
        int answer = 0;
        for (int i = 0; i < GUIDES; i++) {
            while (upTo[answer] <= (double) i / GUIDES) {
                answer++;
            }
            guides[i] = (short) answer;
        }
    }

    /// The answer at a place in [0, 1), from 0.
    int at(double uniform) {
        int answer = guides[Math.min(GUIDES - 1, (int) (uniform * GUIDES))];
        while (upTo[answer] <= uniform) {
            answer++;
        }
        return answer;
    }

    int count() {
        return shares.length;
    }

    double[] shares() {
        return shares.clone();
    }
}
