package throughline.cluster.monitor;

/// A finding, and when it was told.
///
/// @param at      end of the window that confirmed it, ns
/// @param finding what and where
public record Alarm(long at, Finding finding) {}
