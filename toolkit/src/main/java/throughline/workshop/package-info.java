/// Teaching: courses whose exercises judge what a notebook's cells hand in, guesses of a class, and what a teacher
/// needs to run both.
///
/// A [throughline.workshop.Course] is a list of [throughline.workshop.Exercise]s. Its notebook has one cell for each,
/// which fails with a hint until the answer is right; no other cell hangs on an answer, so that whoever is stuck can go
/// on. What is right is computed by the toolkit when it is asked for, never typed in.
package throughline.workshop;
