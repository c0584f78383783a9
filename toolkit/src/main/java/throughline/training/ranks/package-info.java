/// The numeric cluster: ranks in one process that exchange real numbers and count them, so that parallel training can
/// be held against the dense computation, and its traffic against the cost model.
package throughline.training.ranks;
