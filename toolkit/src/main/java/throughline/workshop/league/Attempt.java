package throughline.workshop.league;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import throughline.fab.Dispatch;
import throughline.spec.BadInput;
import throughline.spec.Cancel;

/// The runs of one entry, on threads of their own: one that never comes back is left behind, and the next entry gets
/// new ones.
final class Attempt {
    private final Arena arena;
    private final int seeds;
    private final double limitSeconds;
    private final int threads;
    private final Cancel cancel;

    /// @param seeds        2 or more
    /// @param limitSeconds of wall clock for all runs of an entry
    /// @param threads      at least 1; what comes out does not hang on them
    /// @param cancel       of the whole league
    Attempt(Arena arena, int seeds, double limitSeconds, int threads, Cancel cancel) {
        this.arena = arena;
        this.seeds = seeds;
        this.limitSeconds = limitSeconds;
        this.threads = threads;
        this.cancel = cancel;
    }

    /// Runs an entry with the seeds 1, 2 and so on, the first of them twice: a rule that gives two answers to the same
    /// question cannot be compared with others.
    ///
    /// @return one a seed; empty when the cancel came before the end
    /// @throws BadInput when the rule fails, saying how
    List<Trial> of(Supplier<Dispatch> rule) {
        Cancel own = Cancel.following(cancel);
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, work -> Thread.ofPlatform().daemon().name("league").unstarted(work));
        try {
            List<Future<Trial>> futures = new ArrayList<>();
            for (int task = 0; task <= seeds; task++) {
                long seed = Math.max(1, task);
                futures.add(pool.submit(() -> Trial.run(arena, made(rule), seed, own)));
            }
            List<Trial> trials = results(futures);
            if (cancel.requested() && trials.contains(null)) {
                return List.of();
            }
            if (!trials.getFirst().equals(trials.get(1))) {
                throw new BadInput(
                        "gives another result when seed 1 is run twice: it draws numbers of its own, or remembers"
                                + " another run; use what it is handed, and Dispatch.random(seed) for chance");
            }
            return List.copyOf(trials.subList(1, trials.size()));
        } finally {
            own.cancel();
            pool.shutdownNow();
        }
    }

    private static Dispatch made(Supplier<Dispatch> rule) {
        Dispatch dispatch = rule.get();
        if (dispatch == null) {
            throw new BadInput("is null; give a rule such as Dispatch.FIFO");
        }
        return dispatch;
    }

    private List<Trial> results(List<Future<Trial>> futures) {
        long end = System.nanoTime() + (long) (limitSeconds * 1e9);
        List<Trial> trials = new ArrayList<>();
        for (Future<Trial> future : futures) {
            try {
                trials.add(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (TimeoutException e) {
                throw new BadInput(
                        "did not finish its %d runs within %s s of wall clock, a limit that hangs on this machine: it"
                                + " takes too long to decide, or never comes back",
                        seeds + 1, limitSeconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        return trials;
    }

    /// What the rule threw, without what the simulation wraps around it.
    private static BadInput failure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof BadInput bad) {
            return bad;
        }
        String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return cause instanceof EndlessLoop endless
                ? new BadInput("%s", endless.getMessage())
                : new BadInput("throws %s%s", cause.getClass().getSimpleName(), message);
    }
}
