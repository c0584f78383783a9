/// What a run leaves behind: the columnar [throughline.data.Trace], the [throughline.data.Dataset] on disk, and the
/// [throughline.data.Plot] that says what a figure shows.
package throughline.data;
