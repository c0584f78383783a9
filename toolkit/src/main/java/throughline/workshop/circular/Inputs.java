package throughline.workshop.circular;

/// What the teaching paper's models are run with.
///
/// @param loads       factor on all loads
/// @param service     squared coefficient of variation of the study's service times
/// @param arrivals    the same of its bursty arrivals
record Inputs(double loads, double service, double arrivals) {
    static final Inputs STATED = new Inputs(1, 0.5, 4);
}
