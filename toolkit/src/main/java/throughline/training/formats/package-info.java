/// Files of other programs: shapes, systems and plans read, and traces of a step written.
package throughline.training.formats;
