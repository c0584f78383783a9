/// A league of dispatching rules: a class's one-line rules on the same seeds, places with ties, and the same rules once
/// more on a fab that nobody has seen.
package throughline.workshop.league;
