/// The job shop, classical or without buffers: jobs that visit machines in an order of their own, machines that stay
/// blocked by a finished job until the next machine is free, jobs that swap places, machines that are shut down.
///
/// [throughline.fab.jobshop.Shop] plays an instance decision by decision, fast enough for reinforcement learning;
/// [throughline.fab.jobshop.ShopModel] is the same shop as a Parallel DEVS model; [throughline.fab.jobshop.Optimum]
/// says how well it can be done. Time is a whole number of an instance's own units.
package throughline.fab.jobshop;
