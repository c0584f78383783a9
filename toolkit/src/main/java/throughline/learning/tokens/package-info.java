/// Token transformers: a family of small language models on series, with parallel streams, whose held-out loss is
/// measured as they grow.
///
/// [throughline.learning.tokens.Vocabulary] turns rows of numbers into tokens, its bins from training runs only;
/// [throughline.learning.tokens.Tokens] are runs so turned, some held out;
/// [throughline.learning.tokens.TokenShape] says how large a model is, and counts its parameters;
/// [throughline.learning.tokens.TokenTransformer] is one; [throughline.learning.tokens.TokenTraining] trains it, and
/// goes on where it was stopped.
///
/// ```java
/// var vocabulary = Vocabulary.fit(List.of("wip", "queue_S1"), runs, 32);
/// var tokens = new Tokens(vocabulary, runs.stream().map(vocabulary::encode).toList(), heldOut);
/// var shape = new TokenShape(vocabulary.size(), 64, 2, 32, 2, 4, 8);
/// try (var training = TokenTraining.start(shape, tokens.train(), TokenSchedule.of(200, 16, 3e-3), 1)) {
///     training.run(Cancel.onInterrupt(), Progress.NONE);
///     show(training.model().loss(tokens.heldOut(), Cancel.onInterrupt()));
/// }
/// ```
package throughline.learning.tokens;
