package throughline.papers.decoding;

import java.util.ArrayList;
import java.util.List;
import throughline.papers.Constant;
import throughline.papers.Evidence;
import throughline.papers.Null;
import throughline.papers.Provenance;
import throughline.papers.Published;
import throughline.papers.Recomputed;
import throughline.papers.Reported;
import throughline.papers.Tolerance;
import throughline.papers.decoding.ParScaleFamily.Member;
import throughline.papers.decoding.ParScaleServing.Measure;

/// What streams and parameters cost for the same loss, on code: 22 and 6 times as much more memory and time by
/// parameters, and less of it in larger batches.
///
/// Of figure 4 the centres of markers were read off by pixels of the authors' picture of it.
final class ParScaleCosts {
    private static final String ABSTRACT = "abstract, batch 1";
    private static final String FIGURE = "figure 4, markers by the pixel";
    private static final String PIXEL = "a pixel of the figure";
    private static final Member LARGEST = ParScaleFamily.named("4.4B");
    private static final Constant[] SHARES = {
        Constant.frozen("share of the peak", 0.7, "cost_analysis.py", Provenance.AUTHORS_DATA),
        Constant.frozen("share of the bandwidth", 0.9, "cost_analysis.py", Provenance.AUTHORS_DATA)
    };
    private static final Constant[] NONE = {};
    private static final String HALF =
            "The authors' program gives what stands here. Their figure is 0.2 to 1.1 % higher with one stream and up to"
                    + " 2.3 % with eight, more in larger batches. If the output layer's work for more than one stream is"
                    + " taken back for half of the tokens, not all, those with eight agree to 0.3 %, and 6.4 times"
                    + " becomes 6.1.";

    private final Evidence evidence;

    ParScaleCosts(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Reported> reported() {
        Provenance read = Provenance.READ_OFF_FIGURE;
        List<Reported> rows = new ArrayList<>(List.of(
                Reported.printed(advantage(Measure.MEMORY, 1), 22, "", ABSTRACT),
                Reported.printed(advantage(Measure.LATENCY, 1), 6, "", ABSTRACT),
                Reported.of(advantage(Measure.MEMORY, 8), 3.6, "", FIGURE, read),
                Reported.of(advantage(Measure.LATENCY, 8), 0.85, "", FIGURE, read),
                Reported.rises(over(4), "", FIGURE, read),
                Reported.falls(over(8), "", FIGURE, read)));
        rows.addAll(costs(Measure.MEMORY, 8.92, 9.19, 9.53, 11.03));
        rows.addAll(costs(Measure.LATENCY, 1.264, 1.422, 1.414, 2.684));
        rows.add(parameters(1, 4_353_203_200L));
        rows.add(parameters(2, 4_368_529_922L));
        rows.add(parameters(8, 4_414_502_408L));
        return rows;
    }

    private static List<Reported> costs(Measure measure, double plain, double eight, double batch, double both) {
        return List.of(
                cost(measure, 1, 1, plain),
                cost(measure, 8, 1, eight),
                cost(measure, 1, 8, batch),
                cost(measure, 8, 8, both));
    }

    private static Reported cost(Measure measure, int streams, int batch, double value) {
        return Reported.of(key(measure, streams, batch), value, measure.unit(), FIGURE, Provenance.READ_OFF_FIGURE);
    }

    private static Reported parameters(int streams, long value) {
        return Reported.of(parameters(streams), value, "", "parametric_fit.py", Provenance.AUTHORS_DATA);
    }

    private static String parameters(int streams) {
        return "parameters of 4.4B, P = %d".formatted(streams);
    }

    private static String key(Measure measure, int streams, int batch) {
        return "%s of 4.4B, P = %d, batch %d".formatted(measure.label(), streams, batch);
    }

    private static String advantage(Measure measure, int batch) {
        return "more %s, parameters over streams, batch %d".formatted(measure.label(), batch);
    }

    private static String over(int batch) {
        return "times as much more latency by parameters, beyond one, batch %d".formatted(batch);
    }

    /// All claims on costs.
    void claims() {
        shapes();
        advantages();
        for (Measure measure : Measure.values()) {
            figure(measure);
        }
    }

    /// The shape is that of an example beside the authors' program; the parameters are those of their fit.
    private void shapes() {
        shape(1, Null.of(4.4e9, "its name"));
        shape(8, Null.of("seven times what a second stream adds", rows -> {
            double plain = rows.value(parameters(1));
            return plain + 7 * (rows.value(parameters(2)) - plain);
        }));
    }

    private void shape(int streams, Null none) {
        evidence.claim(Recomputed.of(parameters(streams), LARGEST.with(streams).weights())
                .within(Tolerance.absolute(0, "to the unit"))
                .against(none));
    }

    private void advantages() {
        Constant share = evidence.fit("share of the way from 2.8B to 4.4B", ParScaleCosts::share);
        advantage(
                share,
                Measure.MEMORY,
                1,
                Tolerance.absolute(1, "printed as a whole number"),
                byBatch(Measure.MEMORY, 8, 1));
        advantage(
                share,
                Measure.LATENCY,
                1,
                Tolerance.absolute(0.6, "printed as a whole number"),
                byBatch(Measure.LATENCY, 8, 1));
        Tolerance read = Tolerance.relative(0.05, PIXEL + " either way in what streams add");
        advantage(share, Measure.MEMORY, 8, read, byBatch(Measure.MEMORY, 1, 8));
        advantage(share, Measure.LATENCY, 8, read, byBatch(Measure.LATENCY, 1, 8));
        for (int batch : new int[] {4, 8}) {
            double beyond = ParScaleServing.of(batch).advantage(Measure.LATENCY, share.value()) - 1;
            evidence.claim(Recomputed.of(over(batch), beyond)
                    .within(Tolerance.direction(0, "nothing is left to chance"))
                    .using(share)
                    .using(SHARES));
        }
    }

    /// Where, from the loss of 2.8B to that of 4.4B, that of 1.6B with 8 streams lies.
    private static double share(Published rows) {
        double from = rows.value(loss("2.8B", 1));
        return (from - rows.value(loss("1.6B", 8))) / (from - rows.value(loss("4.4B", 1)));
    }

    private static String loss(String model, int streams) {
        return ParScaleLosses.key(ParScaleCorpus.STACK, model, streams);
    }

    private static Null byBatch(Measure measure, int known, int batch) {
        return Null.of(
                "as one over the batch, from batch %d".formatted(known),
                rows -> rows.value(advantage(measure, known)) * known / batch);
    }

    private void advantage(Constant share, Measure measure, int batch, Tolerance tolerance, Null none) {
        evidence.claim(Recomputed.of(
                        advantage(measure, batch), ParScaleServing.of(batch).advantage(measure, share.value()))
                .within(tolerance)
                .against(none)
                .using(share)
                .using(measure == Measure.LATENCY ? SHARES : NONE));
    }

    private void figure(Measure measure) {
        cost(measure, 1, 1, same(measure, 1, 8, "batch 8"));
        cost(measure, 1, 8, same(measure, 1, 1, "batch 1"));
        cost(measure, 8, 1, same(measure, 1, 1, "one stream"));
        cost(
                measure,
                8,
                8,
                Null.of(
                        "streams and batch add",
                        rows -> rows.value(key(measure, 8, 1))
                                + rows.value(key(measure, 1, 8))
                                - rows.value(key(measure, 1, 1))));
    }

    private static Null same(Measure measure, int streams, int batch, String what) {
        return Null.of("as with " + what, rows -> rows.value(key(measure, streams, batch)));
    }

    private void cost(Measure measure, int streams, int batch, Null none) {
        double pixel = measure == Measure.MEMORY ? 0.03 : 0.01;
        evidence.claim(Recomputed.of(
                        key(measure, streams, batch), ParScaleServing.of(batch).value(measure, LARGEST.with(streams)))
                .within(Tolerance.absolute(pixel, PIXEL))
                .against(none)
                .using(measure == Measure.LATENCY ? SHARES : NONE)
                .tried(measure == Measure.LATENCY && streams > 1 && batch > 1 ? HALF : ""));
    }
}
