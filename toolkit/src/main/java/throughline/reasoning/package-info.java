/// What more thinking brings at test time: problems that a model solves by chance, traces that take tokens, strategies
/// that sample, vote, refine or split the work, and the time that a device takes for it.
///
/// The order of use is the order of the types. A [throughline.reasoning.Reasoner] is a model on a benchmark: how the
/// chance of success is spread over problems, how wrong answers are spread, how traces run. An
/// [throughline.reasoning.Exam] is a set of its problems with fixed random numbers: trace 5 of problem 3 is the same
/// under every strategy. A [throughline.reasoning.Policy] spends tokens on a problem and gives an answer and a
/// [throughline.reasoning.WorkGraph]; a [throughline.reasoning.TokenClock] turns that into seconds.
///
/// ```java
/// var reasoner = Reasoner.of(new ProblemPopulation(0.555, 1.2), AnswerModel.open(8));
/// var exam = Exam.stratified(reasoner, 1500, 1);
/// show(exam.run(Policy.single(32_768)).accuracy());           // 0.555
/// show(exam.run(Policy.majority(64, 32_768)).accuracy());     // 0.79
/// ```
package throughline.reasoning;
