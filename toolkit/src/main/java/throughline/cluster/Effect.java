package throughline.cluster;

import java.util.Locale;

/// What a fault does to the job whose hardware it strikes.
public enum Effect {
    /// A process dies; its peers notice within seconds.
    CRASH,
    /// A process stops without a word; its peers wait in a collective until somebody notices.
    HANG,
    /// A GPU or node computes slower, and everybody waits for it in every step.
    SLOW,
    /// A network card or cable carries less, and collectives through it take longer.
    DEGRADED_LINK,
    /// A network card carries nothing for a while, and then again.
    FLAP,
    /// Nothing is seen but a wrong number.
    SILENT;

    /// In lower case, as tables have it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
