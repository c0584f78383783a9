package throughline.cluster.fabric;

import java.util.List;

/// What goes over a fabric while the collectives of its jobs run.
///
/// @param jobs    in the order in which they were given
/// @param gbps    what each link carries on average over a collective, Gbit/s, by the [Fabric]'s numbers
/// @param offered what the cards would send over each link if it could carry it, Gbit/s; above its rate a queue stands
///                before it
public record FabricRates(List<RingRates> jobs, double[] gbps, double[] offered) {}
