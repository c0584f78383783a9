/// Answers that somebody's model gave, many to a problem: what they say about its chances, and what strategies would
/// make of it.
///
/// ```java
/// Evaluation evaluation = Policy.evaluate(Path.of("answers.csv"));
/// show(evaluation.curve());                      // pass@k and majority@k, measured and fitted
/// show(evaluation.reasoner().problems());        // the population
/// show(evaluation.predicted(TokenClock.of(Transformer.named("qwen2.5-7b"), Device.named("h100-sxm"))));
/// ```
package throughline.reasoning.samples;
