/// Learners that Smile provides, found by [throughline.learning.Learner],
/// [throughline.learning.surface.SurfaceLearner] and [throughline.learning.detect.DetectorLearner] through
/// [java.util.ServiceLoader].
///
/// | name | is | options |
/// |---|---|---|
/// | `ridge-ar` | [throughline.smile.RidgeAr] | `lags`, `penalty` |
/// | `random-forest` | [throughline.smile.RandomForestForecaster] | `trees`, `rows`, `share`, `leaf`, `seed` |
/// | `gradient-boosting` | [throughline.smile.GradientBoosting] | the same, `step`, `leaves`, `patience` |
/// | `gaussian-process` | [throughline.smile.GaussianProcess], a surface | none |
/// | `gradient-boosting` | [throughline.smile.BoostedDetectorLearner], a detector of what is wrong now | none |
///
/// **What they are worth.** Mini-Fab's work in progress, 24 hours ahead, on runs of two of eight seeds: the RMSE is
/// 1.83 lots for the last value, 1.24 for ridge, 1.14 for the forest and 1.10 for boosting. The logarithm of its mean
/// turnaround in the long run, as a function of three knobs, from 27 runs of 16 weeks: the RMSE of the Gaussian process
/// is 0.070 ± 0.009 after a grid, 0.024 ± 0.010 after a Latin hypercube and 0.025 ± 0.010 after runs chosen one by one
/// (mean and standard deviation of eight seeds); that of a quadratic after a grid is 0.095 ± 0.010. So it pays to leave
/// the grid; choosing one by one adds that one need not know the number of runs beforehand.
///
/// **Licence.** Smile is GPL-3.0, and so is this module, which contains nothing else. The toolkit is Apache-2.0 and
/// does not link it. Using both together, in a notebook or a study of your own, asks nothing of you. Who *distributes*
/// a program that contains this jar distributes it under the GPL-3.0 as a whole; who wants to ship a program under
/// other terms leaves this jar out, and loses the learners named here and nothing else.
package throughline.smile;
