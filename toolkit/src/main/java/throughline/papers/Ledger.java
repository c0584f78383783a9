package throughline.papers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import throughline.data.Plot;
import throughline.papers.cluster.AsyncFlow;
import throughline.papers.cluster.C4;
import throughline.papers.cluster.ClusterTelemetry;
import throughline.papers.cluster.Co2;
import throughline.papers.cluster.DataStates;
import throughline.papers.cluster.FaultForecast;
import throughline.papers.cluster.HetLoCo;
import throughline.papers.cluster.LlamaInterruptions;
import throughline.papers.cluster.SequentialGradientCoding;
import throughline.papers.cluster.UniversalCheckpoint;
import throughline.papers.decoding.Chinchilla;
import throughline.papers.decoding.ParScale;
import throughline.papers.fab.BlockingJobShop;
import throughline.papers.fab.MiniFabDataset;
import throughline.papers.fab.PpoMillion;
import throughline.papers.fab.Smt2020Runs;
import throughline.papers.reasoning.Backtrack;
import throughline.papers.reasoning.DeepPrune;
import throughline.papers.reasoning.HogwildInference;
import throughline.papers.reasoning.LimoPro;
import throughline.papers.reasoning.Multiverse;
import throughline.papers.reasoning.Ope;
import throughline.papers.reasoning.ParaThinker;
import throughline.papers.reasoning.ParallelR1;
import throughline.papers.reasoning.Pdr;
import throughline.papers.reasoning.RepeatedSamples;
import throughline.papers.reasoning.Scale;
import throughline.papers.reasoning.Siri;
import throughline.papers.reasoning.TestTimePlateau;
import throughline.papers.reasoning.ThreadWeaver;
import throughline.papers.training.FlexSequences;
import throughline.papers.training.FrontierLlm;
import throughline.papers.training.GPipe;
import throughline.papers.training.Holmes;
import throughline.papers.training.HybridDataParallel;
import throughline.papers.training.MegatronPtd;
import throughline.papers.training.OneFlow;
import throughline.papers.training.Redco;
import throughline.papers.training.Rsa;
import throughline.papers.training.StreamBp;
import throughline.papers.training.ThreeZones;
import throughline.papers.training.TokenRing;
import throughline.papers.training.TrainingRuns;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The papers that are built, and what becomes of their claims.
public final class Ledger {
    private static final int STEPS_A_PAPER = 1000;

    private final Catalogue catalogue;
    private final Map<String, Paper> built = new LinkedHashMap<>();

    /// A ledger of its own, for a test or a notebook that brings a paper.
    ///
    /// @throws IllegalArgumentException if a paper is not in the catalogue, or built twice
    public Ledger(Catalogue catalogue, List<? extends Paper> papers) {
        this.catalogue = catalogue;
        for (Paper paper : papers) {
            if (catalogue.listings().stream().noneMatch(listing -> listing.id().equals(paper.id()))) {
                throw new IllegalArgumentException("paper [%s] is not in the catalogue".formatted(paper.id()));
            }
            if (built.put(paper.id(), paper) != null) {
                throw new IllegalArgumentException("paper [%s] is built twice".formatted(paper.id()));
            }
        }
    }

    /// The ledger of the toolkit: the one list of the papers that are built.
    public static Ledger all() {
        return new Ledger(
                Catalogue.standard(),
                List.of(
                        new MiniFabDataset(),
                        new BlockingJobShop(),
                        new PpoMillion(),
                        new MegatronPtd(),
                        new GPipe(),
                        new FrontierLlm(),
                        new Holmes(),
                        new OneFlow(),
                        new Redco(),
                        new Rsa(),
                        new TokenRing(),
                        new HybridDataParallel(),
                        new ThreeZones(),
                        new FlexSequences(),
                        new StreamBp(),
                        new ParScale(),
                        new SequentialGradientCoding(),
                        new AsyncFlow(),
                        new DataStates(),
                        new UniversalCheckpoint(),
                        new C4(),
                        new Co2(),
                        new HetLoCo(),
                        new ThreadWeaver(),
                        new Multiverse(),
                        new HogwildInference(),
                        new Scale(),
                        new Pdr(),
                        new DeepPrune(),
                        new ParallelR1(),
                        new Ope(),
                        new Siri(),
                        new TestTimePlateau(),
                        new ParaThinker(),
                        new Backtrack(),
                        new LimoPro()));
    }

    /// What the simulators are held against beside the papers: runs of others. Some need no more than what was
    /// published, some data that the user has. Shown apart; a validation may take minutes.
    ///
    /// @param data folder with the data, each set in a folder of its own, such as `smt2020-hvlm`; what it lacks is
    ///             left out
    /// @throws BadInput when there is no such folder
    public static Ledger validations(Path data) {
        if (!Files.isDirectory(data)) {
            throw new BadInput(
                    "folder [%s] to validate with is none; give one, which may hold smt2020-hvlm, or be empty", data);
        }
        List<Catalogue.Listing> listings = new ArrayList<>();
        List<Paper> runs = new ArrayList<>();
        Path highVolume = data.resolve("smt2020-hvlm");
        if (Files.isDirectory(highVolume)) {
            listings.add(validation(
                    Smt2020Runs.ID,
                    1,
                    "A whole wafer fab beside PySCFabSim",
                    "github.com/prosysscience/PySCFabSim-release"));
            runs.add(new Smt2020Runs(highVolume));
        }
        listings.add(validation(
                TrainingRuns.ID,
                2,
                "Training steps beside published runs",
                "arXiv 2205.05198 and others, see each row"));
        runs.add(new TrainingRuns());
        listings.add(validation(
                Chinchilla.ID, 6, "Laws of scaling on Chinchilla's losses", "arXiv 2203.15556 and 2404.10102"));
        Path points = data.resolve("scaling-points").resolve("chinchilla-epoch.csv");
        runs.add(Files.exists(points) ? new Chinchilla(points) : new Chinchilla());
        listings.add(validation(
                RepeatedSamples.ID,
                7,
                "What more samples bring, beside published votes",
                "arXiv 2501.12948, 2407.21787 and others, see each row"));
        runs.add(new RepeatedSamples());
        clusters(data, listings, runs);
        return new Ledger(new Catalogue(listings), runs);
    }

    private static void clusters(Path data, List<Catalogue.Listing> listings, List<Paper> runs) {
        listings.add(validation(
                ClusterTelemetry.ID, 3, "Generated sensors beside a real cluster's", "github.com/InternLM/AcmeTrace"));
        runs.add(new ClusterTelemetry());
        listings.add(validation(
                LlamaInterruptions.ID,
                3,
                "Interruptions of Llama 3 from the rates of other clusters",
                "arXiv 2407.21783, 2410.21680 and others, see each row"));
        runs.add(new LlamaInterruptions());
        Path trace = data.resolve("cluster-faults").resolve("infinitehbd-fault-trace.json");
        if (Files.exists(trace)) {
            listings.add(validation(
                    FaultForecast.ID,
                    3,
                    "Half a year of faults from the half before",
                    "github.com/stepfun-ai/InfiniteHBD-Trace"));
            runs.add(new FaultForecast(trace));
        }
    }

    private static Catalogue.Listing validation(String id, int chapter, String title, String source) {
        return new Catalogue.Listing(id, chapter, "Validation", title, source);
    }

    /// All papers, built or not.
    public Catalogue catalogue() {
        return catalogue;
    }

    /// The papers that are built.
    public List<Paper> built() {
        return List.copyOf(built.values());
    }

    /// Recomputes the whole ledger: see [#recompute(List, Cancel, Progress)].
    public List<Entry> recompute() {
        return recompute(catalogue.listings(), Cancel.onInterrupt(), Progress.NONE);
    }

    /// Recomputes one paper until interrupted; see [#recompute(List, Cancel, Progress)].
    ///
    /// @throws BadInput if there is no such paper, naming those most like it
    public List<Entry> recompute(String paper, Progress progress) {
        return recompute(List.of(catalogue.paper(paper)), Cancel.onInterrupt(), progress);
    }

    /// Recomputes those of some papers that are built, one after the other, within a minute each.
    ///
    /// @param chosen in the order of the entries to come
    /// @param cancel once requested, no further paper is recomputed, and the entries so far are returned
    /// @return one entry a claim; one a paper that is not built
    public List<Entry> recompute(List<Catalogue.Listing> chosen, Cancel cancel, Progress progress) {
        long total = STEPS_A_PAPER
                * Math.max(
                        1,
                        chosen.stream()
                                .filter(listing -> built.containsKey(listing.id()))
                                .count());
        long done = 0;
        List<Entry> entries = new ArrayList<>();
        for (Catalogue.Listing listing : chosen) {
            Paper paper = built.get(listing.id());
            if (paper == null) {
                entries.add(new Entry(listing, Optional.empty()));
                continue;
            }
            if (cancel.requested()) {
                progress.report(done, total);
                break;
            }
            long before = done;
            Progress part = (step, steps) -> progress.report(before + STEPS_A_PAPER * step / steps, total);
            claims(paper, cancel, part).forEach(claim -> entries.add(new Entry(listing, Optional.of(claim))));
            done += STEPS_A_PAPER;
            progress.report(done, total);
        }
        return entries;
    }

    /// Recomputes one paper: see [#claims(Paper, Cancel, Progress)].
    public static List<Claim> claims(Paper paper) {
        return claims(paper, Cancel.onInterrupt(), Progress.NONE);
    }

    /// Recomputes one paper, then joins what came out with what was reported.
    ///
    /// @throws IllegalArgumentException if a claim cannot be judged: see [Recomputed]
    public static List<Claim> claims(Paper paper, Cancel cancel, Progress progress) {
        Published published = Published.of(paper.reported());
        Evidence evidence = new Evidence(published);
        paper.claims(evidence, cancel, progress);
        return evidence.claims().stream()
                .map(timed -> Claim.join(published, timed))
                .toList();
    }

    /// Finds reported numbers that leak into what recomputes them: see [Leak].
    public static List<Leak> shake(Paper paper) {
        return shake(paper, Cancel.onInterrupt());
    }

    /// Finds reported numbers that leak into what recomputes them: see [Leak].
    ///
    /// @param cancel once requested, the leaks found so far are returned
    public static List<Leak> shake(Paper paper, Cancel cancel) {
        return new Shake(paper, cancel).leaks();
    }

    /// Finds reported numbers that leak into what recomputed some claims, as [#shake(Paper, Cancel)] does,
    /// with no more work than that takes: what comes out of changed numbers is compared with these claims, and
    /// nothing is done for those entered before any row was read that they do not name. Those are not seen to
    /// come out twice alike.
    ///
    /// @param claims all that [#claims(Paper)] gave of this paper, in the first run of this instance: what it keeps
    ///               from earlier runs is not known
    public static List<Leak> shake(Paper paper, List<Claim> claims, Cancel cancel) {
        Map<String, Recomputed> open = new LinkedHashMap<>();
        claims.stream()
                .filter(claim -> !claim.fittedOn().containsAll(claim.seen()))
                .forEach(claim -> open.put(claim.what(), claim.recomputed()));
        return new Shake(paper, cancel).leaks(open);
    }

    /// A paper that is built.
    ///
    /// @throws BadInput if it is not in the catalogue, or not built
    public Paper paper(String id) {
        Catalogue.Listing listing = catalogue.paper(id);
        Paper paper = built.get(listing.id());
        if (paper == null) {
            String others = built.isEmpty() ? "none" : String.join(", ", built.keySet());
            throw new BadInput("paper [%s] is not built yet; built are: %s", listing.id(), others);
        }
        return paper;
    }

    /// The main figure of a paper.
    ///
    /// @throws BadInput if the paper has none
    public static Plot figure(Paper paper, Cancel cancel, Progress progress) {
        return paper.figure(Published.of(paper.reported()), cancel, progress)
                .orElseThrow(() -> new BadInput("paper [%s] has no figure", paper.id()));
    }
}
