/// Puzzles that a search solves, and the search told in words: CountDown and Sudoku, for small language models that
/// learn to search (Backtrack, arXiv 2504.07052) or to reason in fewer steps (LIMOPro, arXiv 2505.19187).
///
/// [throughline.reasoning.puzzles.Puzzle] is what a language model is fed: `prompt()`, then `direct()`, `trace()` or
/// `thought()`; `solvedBy(int[])` judges what it wrote instead, by the rules. Tokens are words of
/// [throughline.reasoning.puzzles.PuzzleVocabulary]; 0 is padding and 1 the end. A trace is made of
/// [throughline.reasoning.puzzles.Step]s, each of which knows whether it leads to the answer.
///
/// ```java
/// var set = PuzzleSet.draw(CountDownRules.small(), 20_000, 200, new Streams(1).below("countdown"));
/// Puzzle puzzle = set.test().getFirst();
/// int[] prompt = puzzle.prompt();             // 4 9 20 to 25
/// int[] right = puzzle.direct();              // answer 9 - 4 = 5 20 + 5 = 25 end
/// puzzle.solvedBy(right);                     // true
/// puzzle.steps(Step.Detail.FULL);             // the search, step by step
/// puzzle.vocabulary().size();                 // 67
/// ```
package throughline.reasoning.puzzles;
