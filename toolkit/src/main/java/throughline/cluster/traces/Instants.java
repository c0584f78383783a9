package throughline.cluster.traces;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import throughline.spec.BadInput;

/// Instants as traces write them: `2017-10-03 00:00:00 PDT`, `2023-07-10 00:00:15+08:00`, seconds as a number.
final class Instants {
    private static final Map<String, String> ZONES = Map.of("PDT", "-07:00", "PST", "-08:00", "UTC", "Z", "GMT", "Z");

    private Instants() {}

    /// Seconds since 1970, or since whatever a trace that writes numbers counts from.
    ///
    /// @param where what a refusal begins with
    /// @param zone  of an instant that names none
    static double seconds(String where, String text, ZoneId zone) {
        if (!text.isEmpty() && text.indexOf(':') < 0) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw refusal(where, text);
            }
        }
        try {
            String iso = text.strip().replaceFirst(" ", "T");
            int blank = iso.indexOf(' ');
            if (blank > 0) {
                String name = iso.substring(blank + 1);
                iso = iso.substring(0, blank) + ZONES.getOrDefault(name, name);
            }
            boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            OffsetDateTime at = zoned
                    ? OffsetDateTime.parse(iso)
                    : LocalDateTime.parse(iso).atZone(zone).toOffsetDateTime();
            OffsetDateTime utc = at.withOffsetSameInstant(ZoneOffset.UTC);
            return utc.toEpochSecond() + utc.getNano() * 1e-9;
        } catch (DateTimeException e) {
            throw refusal(where, text);
        }
    }

    private static BadInput refusal(String where, String text) {
        return new BadInput("%s [%s] is no instant; write it as 2023-07-10 00:00:15+08:00", where, text);
    }
}
