package throughline.cluster;

/// A fault that strikes the job.
///
/// @param fault    what broke
/// @param position of its node among the job's, from 0; [Fault#JOB] where no node is to blame
record Strike(Fault fault, int position) {}
