/// Wafer fabs: products and their routes, stations of tools with batching, set-ups and dispatching, calendars that take
/// tools out of work, and the Parallel DEVS model made of them. [throughline.fab.MiniFab] is the first fab described
/// with these parts; nothing in the parts knows it.
///
/// Durations in descriptions are minutes, as fab files have them; the model's clock ticks in milliseconds.
package throughline.fab;
