package throughline.fab;

/// A machine wants somebody, has somebody, or no longer needs anybody.
///
/// @param machine its name within the whole fab
/// @param station where
record Job(String machine, String station) {}
