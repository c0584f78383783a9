package throughline.papers.decoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import throughline.data.Plot;
import throughline.papers.Evidence;
import throughline.papers.Paper;
import throughline.papers.Published;
import throughline.papers.Reported;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// Parallel streams in the place of parameters (arXiv 2505.10475): a model that reads its input P times at once, each
/// time after learnt tokens of its own, loses as little as one with 1 + k ln P times the parameters.
///
/// The law's coefficients come out, as do the 22 and 6 times as much more memory and time that parameters take for the
/// same loss, and that for time this turns round between batches of 4 and 8. What the law says of runs that it has not
/// seen is another matter: on eight streams, and on the largest model, it errs more at the worst than a prediction that
/// needs no law, on both corpora.
///
/// The data are [ParScaleLosses], the models [ParScaleFamily], what they cost [ParScaleServing], the figures
/// [ParScaleFigures].
public final class ParScale implements Paper {
    @Override
    public String id() {
        return "ParScale";
    }

    @Override
    public List<Reported> reported() {
        List<Reported> rows = new ArrayList<>();
        for (ParScaleCorpus corpus : ParScaleCorpus.values()) {
            rows.addAll(ParScaleLosses.reported(corpus));
            rows.addAll(ParScaleLaw.reported(corpus));
        }
        rows.addAll(ParScaleEquivalence.reported());
        rows.addAll(ParScaleCosts.reported());
        return rows;
    }

    @Override
    public void claims(Evidence evidence, Cancel cancel, Progress progress) {
        int steps = ParScaleCorpus.values().length + 1;
        int done = 0;
        for (ParScaleCorpus corpus : ParScaleCorpus.values()) {
            if (cancel.requested()) {
                return;
            }
            new ParScaleLaw(corpus, evidence).claims();
            progress.report(++done, steps);
        }
        new ParScaleCosts(evidence).claims();
        progress.report(steps, steps);
    }

    @Override
    public Optional<Plot> figure(Published published, Cancel cancel, Progress progress) {
        Plot plot = ParScaleFigures.lossOverParameters(
                ParScaleCorpus.STACK,
                ParScaleLosses.published(ParScaleCorpus.STACK, _ -> true, published),
                cancel,
                progress);
        return Optional.of(plot);
    }
}
