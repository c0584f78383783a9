package throughline.cluster.stragglers;

import com.fasterxml.jackson.databind.JsonNode;
import throughline.spec.BadInput;
import throughline.spec.Param;
import throughline.spec.Spec;

/// Nodes that become slow rarely and stay so for long, as in clusters of GPUs: both times are exponential, and each
/// slowdown has a multiplier of its own, uniform.
public record SlowNodes(
        @Param(value = "mean time until a node becomes slow", unit = "h", min = 0.001, max = 1e9)
        double hoursToSlow,

        @Param(value = "mean time for which it is slow", unit = "h", min = 0.001, max = 1e6)
        double hoursSlow,

        @Param(value = "least multiplier of its times while it is", min = 1, max = 1000)
        double low,

        @Param(value = "greatest such multiplier", min = 1, max = 1000)
        double high) {
    public SlowNodes {
        Spec.check(SlowNodes.class, hoursToSlow, hoursSlow, low, high);
        if (low > high) {
            throw new BadInput("low [%s] must be at most high [%s]", low, high);
        }
    }

    /// Nodes of GPUs; the numbers are assumed, as their file says.
    public static SlowNodes gpus() {
        JsonNode yaml = Resource.yaml("gpu-nodes.yaml");
        return new SlowNodes(
                yaml.get("hoursToSlow").asDouble(),
                yaml.get("hoursSlow").asDouble(),
                yaml.get("low").asDouble(),
                yaml.get("high").asDouble());
    }

    /// Share of time for which a node is slow, in the long run.
    public double share() {
        return hoursSlow / (hoursToSlow + hoursSlow);
    }

    /// Mean multiplier of a node in the long run.
    public double meanMultiplier() {
        return 1 + share() * ((low + high) / 2 - 1);
    }
}
