package throughline.cluster.rollout;

import throughline.random.Stream;
import throughline.random.Streams;

/// Draws the samples of an iteration: the same for every mode and every size of the cluster.
final class Lengths {
    private Lengths() {}

    static Sample[] draw(RolloutSpec spec, int iteration, Streams streams) {
        Stream stream = streams.named("lengths of iteration " + iteration);
        double location = StrictMath.log(spec.meanTokens()) - spec.sigma() * spec.sigma() / 2;
        Sample[] samples = new Sample[spec.batch()];
        for (int i = 0; i < samples.length; i++) {
            double tokens = StrictMath.exp(location + spec.sigma() * stream.normal());
            int length = (int) Math.clamp(Math.rint(tokens), 1, spec.cap());
            samples[i] = new Sample(iteration * samples.length + i, iteration, i / spec.samples(), length);
        }
        return samples;
    }
}
