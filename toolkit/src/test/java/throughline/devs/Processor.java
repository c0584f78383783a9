package throughline.devs;

/// Serves one job at a time and loses what arrives while it is busy.
///
/// @param <T> the jobs
public class Processor<T> extends Phased<Processor.Phase> {
    /// What it is doing.
    public enum Phase {
        IDLE,
        BUSY
    }

    public final In<T> in;
    public final Out<T> out;
    private final long service;
    private T job;

    public Processor(String name, long service, Class<T> jobs) {
        super(name, Phase.IDLE);
        in = in("in", jobs);
        out = out("out", jobs);
        this.service = service;
    }

    static Processor<Integer> ofNumbers(String name, long service) {
        return new Processor<>(name, service, Integer.class);
    }

    @Override
    protected void output() {
        out.send(job);
    }

    @Override
    protected void internalTransition() {
        passivateIn(Phase.IDLE);
    }

    @Override
    protected void externalTransition(long elapsed) {
        if (in(Phase.BUSY)) {
            resume(elapsed);
        } else {
            job = in.value(0);
            holdIn(Phase.BUSY, service);
        }
    }
}
