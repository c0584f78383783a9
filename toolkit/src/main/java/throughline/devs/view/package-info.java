/// Ways to look at a run of [throughline.devs.Simulation], all of them built on its observers: cycle by cycle
/// ([throughline.devs.view.Stepper]), as a drawing of a few cycles ([throughline.devs.view.SequenceDiagram]), in a
/// trace viewer ([throughline.devs.view.ChromeTrace]), and as one hash ([throughline.devs.view.EventHash]). The
/// simulator knows nothing of them, and a run that nobody looks at pays nothing.
package throughline.devs.view;
