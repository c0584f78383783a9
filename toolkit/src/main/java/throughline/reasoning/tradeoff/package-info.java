/// All strategies at once: how often they are right against how long one waits and what it costs, on devices that split
/// the work as one pleases.
///
/// ```java
/// Setting setting = Setting.usual().with("model", "qwen2.5-7b").with("tensor", "4");
/// TradeOff now = TradeOff.of(setting);
/// show(now.picture());
/// show(Candidate.assumptions());
/// now.words(TradeOff.of(Setting.usual())).forEach(System.out::println);
/// ```
package throughline.reasoning.tradeoff;
