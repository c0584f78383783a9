/// Parallel DEVS (Chow and Zeigler, 1994): models are [throughline.devs.Atomic] and [throughline.devs.Coupled]
/// components with typed ports; [throughline.devs.Simulation] flattens a model and runs it.
/// [throughline.devs.ModelLaws] checks what the formalism demands of a model; the package `view` looks at runs.
///
/// Time is a `long` count of ticks; a model says what a tick is ([throughline.devs.Tick]). With floating-point time,
/// `t + (sigma - e)` after two external events misses a calendar instant now and then, so that looking at a machine
/// would change its history; with ticks it cannot.
package throughline.devs;
