package throughline.scaling;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// Losses that ParScale's authors published (QwenLM/ParScale, parametric_fit.py): six models, 1, 2, 4 and 8
/// streams.
final class Published {
    private static final double[] SIZES = {
        535813376,
        693753856,
        1088376320,
        1571472384,
        2774773760d,
        4353203200d,
        538195842,
        696738818,
        1092762882,
        1577522690,
        2784937986d,
        4368529922d,
        540577412,
        699722756,
        1097148164,
        1583571460,
        2795100164d,
        4383854084d,
        545340552,
        705690632,
        1105918728,
        1595669000,
        2815424520d,
        4414502408d
    };
    private static final double[] STACK = {
        1.1722, 1.1496, 1.1131, 1.0817, 1.0451, 1.0213, 1.1507, 1.1262, 1.0940, 1.0623, 1.0244, 1.0025, 1.1354, 1.1124,
        1.0808, 1.0490, 1.0126, 0.9906, 1.1231, 1.0997, 1.0688, 1.0383, 1.0016, 0.9794
    };
    private static final double[] PILE = {
        2.1113, 2.0671, 2.0027, 1.9539, 1.8876, 1.8451, 2.0772, 2.0363, 1.9730, 1.9266, 1.8610, 1.8137, 2.0544, 2.0128,
        1.9509, 1.9040, 1.8394, 1.7938, 2.0364, 1.9933, 1.9318, 1.8856, 1.8218, 1.7772
    };

    private Published() {}

    static Observations stack() {
        return observations(STACK);
    }

    static Observations pile() {
        return observations(PILE);
    }

    private static Observations observations(double[] losses) {
        double[] streams =
                IntStream.range(0, losses.length).mapToDouble(i -> 1 << (i / 6)).toArray();
        return Observations.of(Map.of("N", Arrays.copyOf(SIZES, 24), "P", streams, "loss", losses));
    }
}
