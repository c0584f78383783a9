/// Reinforcement learning: agents that learn from what their actions earn, by proximal policy optimisation.
///
/// A [throughline.learning.rl.Environment] is a problem; N of them are stepped together. A
/// [throughline.learning.rl.Agent] says how what is seen becomes arrays and which network looks at them;
/// [throughline.learning.rl.Mlp] is one for plain numbers. [throughline.learning.rl.Ppo] holds the settings and makes a
/// [throughline.learning.rl.Training], which makes updates, draws its learning curve, is saved and resumed, and gives
/// the [throughline.learning.rl.Policy] it has come to.
package throughline.learning.rl;
