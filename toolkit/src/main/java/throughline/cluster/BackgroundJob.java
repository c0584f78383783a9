package throughline.cluster;

/// Somebody else's job.
///
/// @param submit instant, ns since the start
/// @param gpus   that it takes, 1 or more
/// @param lasts  ns that it runs
/// @param level  power of its GPUs beyond idle, as a share of what lies between idle and the cap, 0 to 1
/// @param state  in which it ends, as its trace calls it
record BackgroundJob(long submit, int gpus, long lasts, double level, String state) {}
