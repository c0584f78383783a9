package throughline.reasoning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;
import throughline.reasoning.pruning.Prune;
import throughline.reasoning.samples.Evaluation;
import throughline.reasoning.samples.Samples;
import throughline.spec.BadInput;

/// A strategy: how tokens are spent on a problem. One of your own is a lambda:
///
/// ```java
/// Policy twice = problem -> {
///     Trace first = problem.trace(0);
///     Trace second = problem.trace(1);
///     return new Outcome(
///             Math.min(first.answer(), second.answer()),
///             WorkGraph.parallel(problem.reasoner().prompt(), first.tokens(), second.tokens()));
/// };
/// ```
@FunctionalInterface
public interface Policy {
    /// Tries a problem.
    Outcome attempt(Problem problem);

    /// What answers sampled from somebody's model say: pass@k and majority@k with intervals, the likeliest population,
    /// and what each strategy would gain.
    ///
    /// @param file CSV with columns `problem`, `sample`, `answer`, `tokens` and `correct`
    /// @throws BadInput naming file, line, column, what was found and what is allowed
    static Evaluation evaluate(Path file) {
        return Evaluation.of(Samples.read(file));
    }

    /// What sampled answers in a table with those columns say.
    ///
    /// @throws BadInput naming table, row, column, what was found and what is allowed
    static Evaluation evaluate(Table table) {
        return Evaluation.of(Samples.of(table));
    }

    /// One trace, cut at a budget and then forced to answer.
    ///
    /// @param budget tokens, at least 1
    static Policy single(double budget) {
        return majority(1, budget);
    }

    /// The most frequent answer of traces that do not wait for each other.
    ///
    /// @param paths  at least 1
    /// @param budget tokens of each, at least 1
    static Policy majority(int paths, double budget) {
        return parallel(paths, budget, Aggregator.majority());
    }

    /// The answer of the trace that a verifier likes best; the verifier's own work is not counted.
    ///
    /// @param discrimination d' of the verifier; see [Aggregator#discrimination]
    static Policy bestOf(int paths, double budget, double discrimination) {
        return parallel(paths, budget, Aggregator.verifier(discrimination));
    }

    /// Traces that do not wait for each other, and one answer made of those that are done within the budget; if none
    /// is, the first is forced to answer.
    ///
    /// @param paths  at least 1
    /// @param budget tokens of each, at least 1
    static Policy parallel(int paths, double budget, Aggregator aggregator) {
        paths(paths);
        budget(budget);
        return problem -> {
            List<Trace> traces = traces(problem, paths);
            Ballot ballot = Ballot.of(problem, traces, budget);
            int answer = ballot.size() > 0 ? aggregator.choose(ballot, 0) : problem.forced(0);
            return new Outcome(answer, WorkGraph.parallel(problem.reasoner().prompt(), cut(traces, budget)));
        };
    }

    /// Native parallel thinking (ParaThinker, arXiv 2509.04475): paths under one prompt, then a summary that attends to
    /// the keys and values of all of them, reading nothing again.
    ///
    /// @param summary tokens that the summary writes, 0 or more
    static Policy paraThink(int paths, double budget, double summary, Aggregator aggregator) {
        Policy votes = parallel(paths, budget, aggregator);
        return problem -> {
            double prompt = problem.reasoner().prompt();
            double[] written = cut(traces(problem, paths), budget);
            WorkGraph.Builder work = new WorkGraph.Builder();
            int read = work.read(prompt);
            int[] ends = new int[paths];
            double all = prompt;
            for (int path = 0; path < paths; path++) {
                ends[path] = work.fork(prompt, written[path], read);
                all += written[path];
            }
            work.fork(all, summary, ends);
            return new Outcome(votes.attempt(problem).answer(), work.graph());
        };
    }

    /// Budget forcing (s1, arXiv 2501.19393): a trace that is done goes on with "Wait" some times, each time for a
    /// share of what it took; a wrong one may turn round, with the hazard that [TraceModel.Recovery] gives, and
    /// then answers afresh.
    ///
    /// @param waits at least 0
    /// @param share of the trace's tokens that a wait adds, above 0
    static Policy budgetForce(double budget, int waits, double share) {
        budget(budget);
        if (waits < 0 || !(share > 0)) {
            throw new BadInput("budget forcing [%d waits, share %s]: waits >= 0 and share > 0", waits, share);
        }
        return problem -> {
            Trace trace = problem.trace(0);
            int answer = trace.done(budget) ? trace.answer() : problem.forced(0);
            double tokens = trace.cut(budget);
            double wait = share * tokens;
            for (int i = 1; i <= waits && tokens + wait <= budget; i++) {
                double turns = problem.reasoner().traces().recovery().between(tokens, tokens + wait);
                if (answer != 0 && problem.uniform(i) < turns) {
                    answer = problem.trace(i).answer();
                }
                tokens += wait;
            }
            return new Outcome(answer, WorkGraph.single(problem.reasoner().prompt(), tokens));
        };
    }

    /// A trace of which a share is written in up to five threads of much the same length, at once; a server reads them
    /// at the join. [ForkJoin] has more to choose.
    ///
    /// @param share mean share of a trace's tokens that is in threads, above 0 and below 1
    static Policy forkJoin(double budget, double share) {
        return new ForkJoin(budget, share, 4, 5, 3, true);
    }

    /// The same with keys and values of threads kept, so that the join reads nothing again (Multiverse,
    /// arXiv 2506.09991).
    ///
    /// @param share mean share of a trace's tokens that is in threads, above 0 and below 1
    static Policy mapReduce(double budget, double share) {
        return new ForkJoin(budget, share, 4, 5, 3, false);
    }

    /// Workers who see each other's text as it is written: see [Hogwild].
    ///
    /// @param efficiency share of a further worker's tokens that advance the common work
    /// @param budget     forward passes
    static Policy hogwild(int workers, double efficiency, double budget) {
        return new Hogwild(workers, efficiency, 0, budget);
    }

    /// Thinking about hard sub-problems only; see [Adaptive].
    ///
    /// @param threshold of difficulty, from 0 to 1
    static Policy adaptive(double threshold, Decomposition parts, TwoSystems systems) {
        return new Adaptive(threshold, parts, systems, 0);
    }

    /// A trace, then calls that each hand on the answer so far or solve afresh; see [Refine]. A right answer is handed
    /// on 84 of 100 times; each reads 1,000 tokens of the call before.
    ///
    /// @param calls          the first trace counted, at least 1
    /// @param budget         tokens of each, at least 1
    /// @param discrimination d' with which right answers are told from wrong ones; 0 brings nothing
    static Policy sequentialRefine(int calls, double budget, double discrimination) {
        return new Refine(calls, Improvement.keeping(0.84, discrimination), budget, 1_000);
    }

    /// Rounds of drafts, of which some are kept and make one answer that the next round reads; see
    /// [ParallelDrafts]. Each reads 1,000 tokens of the round before.
    ///
    /// @param drafts of each round, the last 1
    /// @param kept   drafts a round, whichever, at least 1
    /// @param budget tokens of each draft, at least 1
    /// @param adopt  chance that a draft hands on the answer it reads
    /// @param skill  what being right adds to the logarithm of the votes of the kept, 0 or more
    static Policy pdr(List<Integer> drafts, int kept, double budget, double adopt, double skill) {
        Aggregator winner = skill == 0 ? Aggregator.majority() : Aggregator.summary(skill, 3);
        return new ParallelDrafts(
                drafts, ParallelDrafts.Keep.any(kept), winner, Improvement.always(adopt), budget, 1_000);
    }

    /// Chains of refinement side by side, from whose last answers a verifier takes one; see [RefinedChains]. With
    /// chains of one call it is [#bestOf]. As in [#sequentialRefine], 84 of 100 right answers are handed on,
    /// and each call reads 1,000 tokens of the one before.
    ///
    /// @param chains         at least 1
    /// @param calls          of each chain, at least 1
    /// @param budget         tokens of each call, at least 1
    /// @param discrimination d' of the verifier, and of the model that hands on
    static Policy refinedChains(int chains, int calls, double budget, double discrimination) {
        Refine chain = new Refine(calls, Improvement.keeping(0.84, discrimination), budget, 1_000);
        return new RefinedChains(chains, chain, Aggregator.verifier(discrimination));
    }

    /// Outlines of different ways first, then a path along each, and a vote; see [Outline], which takes other
    /// aggregators. The outlines take 450 tokens, together, off the paths' budgets.
    ///
    /// @param paths  at least 1
    /// @param budget tokens of each with its share of the outlines, and at least 1 more than that share
    static Policy outline(int paths, double budget) {
        return new Outline(paths, budget, 450, Aggregator.majority());
    }

    /// Many samples, of which a judge lets few run to their end; see [Prune], which counts the judge's reading too.
    ///
    /// @param samples   that are begun, at least 1
    /// @param auroc     of the judge that tells prefixes of 500 tokens that will end alike
    /// @param threshold mean similarity above which a sample joins a group
    /// @param completed samples of the largest group that run to their end, at most
    static Policy prune(int samples, double auroc, double threshold, int completed) {
        return Prune.of(samples, auroc, threshold, completed);
    }

    /// One trace of a model that has learnt to leave out what is redundant (SIRI, arXiv 2509.25176), so that it
    /// says the same in fewer tokens and is cut less often. Training that brings it there is another matter: the
    /// paper's `compressCycle` returns a trained model as a policy.
    ///
    /// @param budget tokens, at least 1
    /// @param kept   share of a trace's tokens that is left, above 0 and at most 1
    static Policy compressed(double budget, double kept) {
        return new Compressed(budget, kept);
    }

    private static List<Trace> traces(Problem problem, int paths) {
        List<Trace> traces = new ArrayList<>(paths);
        for (int path = 0; path < paths; path++) {
            traces.add(problem.trace(path));
        }
        return traces;
    }

    private static double[] cut(List<Trace> traces, double budget) {
        return traces.stream().mapToDouble(trace -> trace.cut(budget)).toArray();
    }

    private static void paths(int paths) {
        if (paths < 1 || paths > 1 << 20) {
            throw new BadInput("paths [%d] must be from 1 to %d", paths, 1 << 20);
        }
    }

    private static void budget(double budget) {
        if (!(budget >= 1)) {
            throw new BadInput("budget [%s] must be at least 1 token", budget);
        }
    }
}
