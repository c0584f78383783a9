package throughline.training;

import throughline.hardware.Cluster;
import throughline.hardware.Cost;
import throughline.hardware.Cost.Basis;
import throughline.spec.BadInput;

/// What a training run takes: days, energy and money, each as a tree of terms.
///
/// ```java
/// var budget = Budget.of(model, plan, cluster, 300e9, 2.0);             // tokens, money for a device and an hour
/// show(budget.days(), budget.energy(), budget.money());
/// ```
///
/// @param days   of all steps
/// @param energy kWh
/// @param money  in the currency of the price
public record Budget(Cost days, Cost energy, Cost money) {
    /// Share of its power that a device takes while it waits, and of the rest of a node beside its devices.
    private static final double WAITING = 0.4;

    private static final double NODE = 1.25;
    /// Energy of the building over that of the machines.
    private static final double BUILDING = 1.1;

    private static final double DAY = 86_400;
    private static final double KWH = 3.6e6;

    /// The budget of a run over a number of tokens.
    ///
    /// @param price of a device for an hour
    /// @throws BadInput when the plan does not divide, or the profile does not say what power the device takes
    public static Budget of(Transformer model, Plan plan, Cluster cluster, double tokens, double price) {
        if (!(tokens > 0 && price >= 0)) {
            throw new BadInput("budget: tokens [%s] must be positive and price [%s] 0 or more", tokens, price);
        }
        Cost step = StepTime.of(model, plan, cluster);
        double steps = tokens / ((double) plan.batch() * model.sequence());
        double seconds = steps * step.value();
        return new Budget(
                Cost.of(
                        "days",
                        seconds / DAY,
                        "d",
                        "%.4g steps of %.4g s".formatted(steps, step.value()),
                        "",
                        step.basis()),
                energy(plan, cluster, seconds, working(step)),
                Cost.of(
                        "money",
                        plan.devices() * seconds / 3600 * price,
                        "",
                        "%d devices x %.4g h x %.4g".formatted(plan.devices(), seconds / 3600, price),
                        "the price is the user's",
                        step.basis()));
    }

    private static Cost energy(Plan plan, Cluster cluster, double seconds, double working) {
        double device = cluster.device().knownPower() * plan.devices() * NODE * BUILDING;
        String formula = "%d devices x %.0f W x %.3g of a node x %.3g of the building"
                .formatted(plan.devices(), cluster.device().knownPower(), NODE, BUILDING);
        String waiting = "%s, %.2g of it".formatted(formula, WAITING);
        String source = "power of the datasheet; shares of node, building and waiting are assumed";
        return Cost.sum(
                "energy",
                Cost.of("at work", seconds * working * device / KWH, "kWh", formula, source, Basis.ASSUMED),
                Cost.of(
                        "waiting",
                        seconds * (1 - working) * WAITING * device / KWH,
                        "kWh",
                        waiting,
                        source,
                        Basis.ASSUMED));
    }

    /// The share of a step that is not spent in the bubble.
    private static double working(Cost step) {
        return 1 - step.term("bubble").value() / step.value();
    }
}
