/// Exact gradients of a causal transformer in less memory, chunk of tokens by chunk of tokens (StreamBP, arXiv
/// 2506.03077): carried out with real numbers, every array counted, and predicted for shapes that no laptop holds.
package throughline.training.chunks;
