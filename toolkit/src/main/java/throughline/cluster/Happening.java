package throughline.cluster;

/// A row of the table of events: what an operator's log would show.
///
/// @param kind      such as `detect`
/// @param node      physical node, or -1
/// @param component category of the fault, or the part of the system
/// @param detail    in words, or empty
record Happening(String kind, int node, String component, String detail) {}
