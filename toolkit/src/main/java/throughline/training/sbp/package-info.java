/// Layouts of tensors over devices in the notation of OneFlow: split, broadcast, partial; which of them an operation
/// allows, what it costs to change between them, which are best; and actors that run the plan with a fixed memory.
package throughline.training.sbp;
