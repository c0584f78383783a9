package throughline.cluster;

import java.util.Iterator;
import java.util.Locale;
import throughline.cluster.traces.JobMix;
import throughline.hardware.Profile;
import throughline.random.Stream;
import throughline.random.Streams;

/// Other people's jobs that a specification names.
final class Jobs {
    private Jobs() {}

    /// A mix of a profile, as many jobs as keep the asked share of the tenants' GPUs busy.
    ///
    /// @throws throughline.spec.BadInput when there is no such profile, or something is wrong in it
    static Iterator<BackgroundJob> of(ClusterSpec spec, Tenancy tenancy, Streams streams) {
        int gpus = spec.tenants() * spec.cluster().perNode();
        JobMix whole = JobMix.of(Profile.of(spec.jobs()));
        JobMix fitting = whole.upTo(gpus);
        Iterator<JobMix.Submission> jobs =
                fitting.scaled(spec.tenantLoad() * gpus / fitting.offered()).jobs(streams);
        Stream levels = streams.named("levels");
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return jobs.hasNext();
            }

            @Override
            public BackgroundJob next() {
                JobMix.Submission job = jobs.next();
                return new BackgroundJob(
                        job.at(),
                        job.gpus(),
                        job.runs(),
                        tenancy.level(levels),
                        job.end().name().toLowerCase(Locale.ROOT));
            }
        };
    }
}
