/// A queue through which the tasks of a post-training job hand each other samples while they are being made, as
/// TransferQueue of AsyncFlow does (arXiv 2507.01663): a table whose rows are samples and whose columns are what the
/// tasks add to them. Payloads lie in storage units; each task has a controller that knows only which rows are ready
/// for it. It is run for real, on virtual threads; `throughline.cluster.rollout` is the model of a cluster that
/// uses it.
package throughline.parallel.streaming;
