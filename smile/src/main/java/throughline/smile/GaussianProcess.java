package throughline.smile;

import java.util.ArrayList;
import java.util.List;
import throughline.learning.surface.Observations;
import throughline.learning.surface.Prediction;
import throughline.learning.surface.ResponseSurface;
import throughline.learning.surface.SurfaceLearner;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Gaussian process regression (Rasmussen & Williams 2006), one process an answer, behind the name `gaussian-process`.
///
/// The covariance is Matérn's with smoothness 5/2 and a length scale for each knob; runs at one setting differ by
/// independent noise of one size everywhere. Length scales, noise and height come from the marginal likelihood,
/// averaged about its maximum (see [GaussianAverage]): nothing is to be set. An answer whose noise grows with its size,
/// such as a turnaround time near saturation, is better given as its logarithm.
///
/// On random functions of two knobs, 90 % intervals held 85 to 95 % of the true means with 25 runs, 90 to 94 % with 50,
/// and 76 to 92 % with 12: error bars from a dozen runs are too short.
///
/// A fit takes a time in proportion to the cube of the number of runs: tens of milliseconds for 50, minutes for 2,000.
public final class GaussianProcess implements SurfaceLearner {
    @Override
    public String name() {
        return "gaussian-process";
    }

    /// {@inheritDoc} It needs at least three.
    @Override
    public ResponseSurface fit(Observations seen, Cancel cancel, Progress progress) {
        seen.atLeast(3, name());
        Blas.load();
        double[][] x = seen.scaled();
        List<GaussianAverage> fits = new ArrayList<>();
        int answers = seen.answers().size();
        for (int answer = 0; answer < answers; answer++) {
            fits.add(GaussianAverage.of(x, seen.values(answer), cancel));
            progress.report(answer + 1, answers);
        }
        return new Surface(seen, List.copyOf(fits));
    }

    private record Surface(Observations seen, List<GaussianAverage> fits) implements ResponseSurface {
        @Override
        public List<Prediction> at(double... setting) {
            double[] x = seen.space().scaled(setting);
            return fits.stream().map(fit -> fit.at(x)).toList();
        }

        @Override
        public ResponseSurface given(Observations other) {
            double[][] x = other.alike(seen).atLeast(1, "gaussian-process").scaled();
            List<GaussianAverage> same = new ArrayList<>();
            for (int answer = 0; answer < fits.size(); answer++) {
                same.add(fits.get(answer).given(x, other.values(answer)));
            }
            return new Surface(other, List.copyOf(same));
        }
    }
}
