package throughline.fab;

import java.util.Arrays;

/// The set-ups that the tools of a station have, and the minimum runs these are in.
final class ToolSetups {
    private final SetupTable table;
    private final int[] setup;
    /// For how many lots each tool should keep its set-up, and for how many more.
    private final int[] run;

    private final int[] runLeft;
    private final int[] refused;
    /// Whether steps done here need set-ups.
    private final boolean choosy;

    /// @param choosy whether steps done here need set-ups
    ToolSetups(int tools, SetupTable table, boolean choosy) {
        this.table = table;
        this.choosy = choosy;
        setup = new int[tools];
        run = new int[tools];
        Arrays.fill(run, 1);
        runLeft = new int[tools];
        refused = new int[tools];
    }

    /// Whether any step done here needs a set-up.
    boolean choosy() {
        return choosy;
    }

    /// The name of what a tool has.
    String name(int tool) {
        return table.name(setup[tool]);
    }

    void set(int tool, int has) {
        setup[tool] = has;
    }

    /// Whether a tool is set up for what a lot waits for.
    boolean fits(int tool, Lot lot) {
        return setup[tool] == lot.stop().setup;
    }

    double minutes(int tool, Lot lot) {
        return table.minutes(setup[tool], lot.stop());
    }

    /// What a tool has once it is ready for a lot.
    int after(int tool, Lot lot) {
        return table.after(setup[tool], lot.stop());
    }

    boolean cutsRun(int tool, Lot lot) {
        return runLeft[tool] > 0 && !fits(tool, lot);
    }

    /// Whether a tool would rather wait for lots that need the set-up it has.
    boolean refuses(int tool, Lot first) {
        if (choosy && cutsRun(tool, first) && refused[tool] < table.keeping().refusals()) {
            refused[tool]++;
            return true;
        }
        return false;
    }

    /// A tool takes lots.
    ///
    /// @param after the set-up it will have
    void takes(int tool, int lots, int after) {
        if (!choosy) {
            return;
        }
        boolean changes = after != setup[tool];
        if (changes) {
            run[tool] = table.minimumRun(after);
        }
        if (changes || table.keeping().restarts()) {
            runLeft[tool] = run[tool];
        }
        runLeft[tool] -= lots;
        refused[tool] = 0;
    }
}
