package throughline.learning.rl;

import java.util.Arrays;
import java.util.List;
import throughline.random.Stream;
import throughline.spec.BadInput;

/// A policy that is a handful of tables: no network, no input beside the row that is asked for.
///
/// ```java
/// var policy = new TabularPolicy(
///         Table.choice("strategy", 200, 8),     // 200 problem classes, softmax over 8 strategies each
///         Table.yesNo("parallel", 1),           // one logit for all
///         Table.normal("log length", 200, 0.3));
/// policy.set(1, 0, 3);
/// policy.probabilities(1, 0);                   // no 0.047, yes 0.953
/// ```
public final class TabularPolicy {
    /// What a row of a table is.
    enum Kind {
        CHOICE,
        YES_NO,
        NORMAL
    }

    /// A table of rows that are alike.
    ///
    /// @param name    for messages
    /// @param rows    at least 1
    /// @param kind    of its rows
    /// @param width   parameters a row: the actions of a choice, else 1
    /// @param spread  standard deviation of a normal row, which is not learnt; else 0
    /// @param rate    by which the learning rate is multiplied here; a table of which each rollout uses one row of
    ///                many needs more than one that every rollout uses
    public record Table(String name, int rows, Kind kind, int width, double spread, double rate) {
        public Table {
            if (rows < 1 || width < (kind == Kind.CHOICE ? 2 : 1) || width > Long.SIZE) {
                throw new BadInput(
                        "table [%s]: [%d] rows of [%d] parameters; 1 row or more, a choice of 2 to %d actions",
                        name, rows, width, Long.SIZE);
            }
            if (!(rate >= 0 && Double.isFinite(rate) && Double.isFinite(spread))
                    || (kind == Kind.NORMAL ? spread <= 0 : spread != 0)) {
                throw new BadInput(
                        "table [%s]: rate [%s] must be at least 0, and spread [%s] above 0 where numbers are normal",
                        name, rate, spread);
            }
        }

        /// Rows that are a softmax over actions.
        ///
        /// @param actions 2 to 64
        public static Table choice(String name, int rows, int actions) {
            return new Table(name, rows, Kind.CHOICE, actions, 0, 1);
        }

        /// Rows that are one logit: yes with probability `1 / (1 + exp(-logit))`.
        public static Table yesNo(String name, int rows) {
            return new Table(name, rows, Kind.YES_NO, 1, 0, 1);
        }

        /// Rows that are the mean of a normal number; its exponential is log-normal.
        ///
        /// @param spread standard deviation, above 0; never learnt, so that rollouts always differ
        public static Table normal(String name, int rows, double spread) {
            return new Table(name, rows, Kind.NORMAL, 1, spread, 1);
        }

        /// This, learning at so many times the common rate.
        public Table atRate(double times) {
            return new Table(name, rows, kind, width, spread, times);
        }
    }

    private final List<Table> tables;
    private final double[][] parameters;

    /// A policy whose parameters are all zero: choices even, yes and no even, means zero.
    public TabularPolicy(Table... tables) {
        this(
                List.of(tables),
                Arrays.stream(tables).map(t -> new double[t.rows() * t.width()]).toArray(double[][]::new));
    }

    private TabularPolicy(List<Table> tables, double[][] parameters) {
        this.tables = tables;
        this.parameters = parameters;
    }

    /// A policy of its own with the same parameters.
    public TabularPolicy copy() {
        return new TabularPolicy(
                tables, Arrays.stream(parameters).map(double[]::clone).toArray(double[][]::new));
    }

    /// Its tables.
    public List<Table> tables() {
        return tables;
    }

    /// The parameters of a row: logits of a choice, the logit of a yes, the mean of a normal number.
    ///
    /// @throws BadInput when there is no such table or row
    public double[] row(int table, int row) {
        int width = table(table, row).width();
        return Arrays.copyOfRange(parameters[table], row * width, (row + 1) * width);
    }

    /// The table of a row that is there.
    private Table table(int table, int row) {
        if (table < 0 || table >= tables.size()) {
            throw new BadInput("table [%d] must be from 0 to %d", table, tables.size() - 1);
        }
        Table of = tables.get(table);
        if (row < 0 || row >= of.rows()) {
            throw new BadInput("table [%s]: row [%d] must be from 0 to %d", of.name(), row, of.rows() - 1);
        }
        return of;
    }

    /// @throws BadInput when a row holds something else than is asked of it
    void require(int table, int row, Kind kind) {
        Table of = table(table, row);
        if (of.kind() != kind) {
            throw new BadInput("table [%s] was asked for a [%s] but holds rows of %s", of.name(), kind, of.kind());
        }
    }

    /// Sets the parameters of a row.
    ///
    /// @param values finite, as many as the table is wide
    /// @throws BadInput when they are not
    public void set(int table, int row, double... values) {
        int width = table(table, row).width();
        if (values.length != width || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new BadInput(
                    "row %d of table [%s]: values %s must be %d finite numbers",
                    row, tables.get(table).name(), Arrays.toString(values), width);
        }
        System.arraycopy(values, 0, parameters[table], row * width, width);
    }

    /// The probabilities of a choice's actions, or of no and yes.
    public double[] probabilities(int table, int row) {
        return switch (table(table, row).kind()) {
            case CHOICE -> new Odds(this).of(table, row, 0);
            case YES_NO -> new double[] {1 - yes(row(table, row)[0]), yes(row(table, row)[0])};
            case NORMAL ->
                throw new BadInput(
                        "table [%s] holds normal numbers, which have no probabilities",
                        tables.get(table).name());
        };
    }

    /// Draws an action of a row.
    ///
    /// @param taken bits of actions that a choice may not take
    /// @param odds  of this policy as it is
    double draw(int table, int row, long taken, Odds odds, Stream stream) {
        Table of = tables.get(table);
        return switch (of.kind()) {
            case CHOICE -> pick(odds.of(table, row, taken), taken, stream.uniform());
            case YES_NO -> stream.uniform() < yes(only(table, row)) ? 1 : 0;
            case NORMAL -> only(table, row) + of.spread() * stream.normal();
        };
    }

    /// The parameter of a row that has one.
    private double only(int table, int row) {
        return parameters[table][row];
    }

    private static int pick(double[] probabilities, long taken, double uniform) {
        int last = -1;
        double below = 0;
        for (int action = 0; action < probabilities.length; action++) {
            if ((taken >>> action & 1) == 0) {
                last = action;
                below += probabilities[action];
                if (uniform < below) {
                    return action;
                }
            }
        }
        return last;
    }

    /// The probability of an action, or its density but for a factor.
    ///
    /// @param odds of this policy as it is
    double likelihood(Decisions.Decision d, Odds odds) {
        return switch (tables.get(d.table()).kind()) {
            case CHOICE -> odds.of(d.table(), d.row(), d.taken())[(int) d.action()];
            case YES_NO -> yes(d.action() > 0 ? only(d.table(), d.row()) : -only(d.table(), d.row()));
            case NORMAL -> {
                double z = (d.action() - only(d.table(), d.row()))
                        / tables.get(d.table()).spread();
                yield StrictMath.exp(-z * z / 2);
            }
        };
    }

    /// Adds `weight` times the gradient of an action's log-probability.
    ///
    /// @param odds of this policy as it is
    void addGradient(Decisions.Decision d, double weight, Odds odds, double[][] gradient) {
        Table of = tables.get(d.table());
        double[] to = gradient[d.table()];
        int at = d.row() * of.width();
        switch (of.kind()) {
            case CHOICE -> {
                double[] p = odds.of(d.table(), d.row(), d.taken());
                for (int action = 0; action < p.length; action++) {
                    to[at + action] += weight * ((action == d.action() ? 1 : 0) - p[action]);
                }
            }
            case YES_NO -> to[at] += weight * (d.action() - yes(only(d.table(), d.row())));
            case NORMAL -> to[at] += weight * (d.action() - only(d.table(), d.row())) / (of.spread() * of.spread());
        }
    }

    double[][] zeros() {
        return Arrays.stream(parameters).map(p -> new double[p.length]).toArray(double[][]::new);
    }

    /// Goes up a gradient.
    void ascend(double[][] gradient, double rate) {
        for (int table = 0; table < parameters.length; table++) {
            double step = rate * tables.get(table).rate();
            for (int i = 0; i < parameters[table].length; i++) {
                parameters[table][i] += step * gradient[table][i];
            }
        }
    }

    private static double yes(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
