package throughline.cluster;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import throughline.devs.Tick;

/// Where the time of a job went. The parts add up to the wall time, to the tick.
///
/// @param ticks of each spell, ns
/// @param steps kept in the end
/// @param again steps that were done again
/// @param stops of the job, planned ones among them
public record Goodput(Map<Spell, Long> ticks, long steps, long again, int stops) {
    public Goodput {
        Map<Spell, Long> ordered = new EnumMap<>(Spell.class);
        for (Spell spell : Spell.values()) {
            ordered.put(spell, ticks.getOrDefault(spell, 0L));
        }
        ticks = Collections.unmodifiableMap(ordered);
    }

    /// Time since the start, ns.
    public long wall() {
        return ticks.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Hours of one spell.
    public double hours(Spell spell) {
        return Tick.NANOSECOND.toHours(ticks.get(spell));
    }

    /// Share of the wall time, 0 to 1.
    public double share(Spell spell) {
        return (double) ticks.get(spell) / wall();
    }

    /// Effective training time as a share of the wall time: what was spent on steps that were kept.
    public double effective() {
        return share(Spell.PRODUCTIVE);
    }
}
