/// The way into a notebook: [throughline.notebook.Notebook] shows tables, figures and progress,
/// [throughline.notebook.Figure] draws a [throughline.data.Plot], and [throughline.notebook.Kernel] runs the Java
/// kernel.
package throughline.notebook;
