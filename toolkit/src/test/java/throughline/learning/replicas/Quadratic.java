package throughline.learning.replicas;

/// `sum l_i x_i^2 / 2` for all replicas, without noise, from x = 1: what schedules do to it has closed forms.
record Quadratic(double... curvatures) implements Objective {
    @Override
    public double[] start() {
        double[] start = new double[curvatures.length];
        java.util.Arrays.fill(start, 1);
        return start;
    }

    @Override
    public double gradient(int replica, long step, double[] at, double[] slope) {
        for (int i = 0; i < at.length; i++) {
            slope[i] = curvatures[i] * at[i];
        }
        return loss(at);
    }

    @Override
    public double loss(double[] at) {
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            sum += curvatures[i] * at[i] * at[i] / 2;
        }
        return sum;
    }
}
