package throughline.training.sequences;

/// Time in which a device is at work.
///
/// @param device from 0
/// @param what   is done, such as `ring of 4`
/// @param from   s
/// @param to     s
public record Span(int device, String what, double from, double to) {}
