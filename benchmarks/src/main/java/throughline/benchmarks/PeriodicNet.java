package throughline.benchmarks;

import throughline.devs.Atomic;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;

/// Pairs of a generator and a processor with many different periods, so that the times of the next events stand in a
/// heap and most cycles have few imminent models: what DEVStone, whose delays are all zero, leaves out.
final class PeriodicNet extends Coupled {
    private static final Integer JOB = 1;

    private static final class Generator extends Atomic {
        final Out<Integer> out = out("out", Integer.class);
        private final long period;

        Generator(String name, long period) {
            super(name);
            this.period = period;
        }

        @Override
        protected long timeAdvance() {
            return period;
        }

        @Override
        protected void output() {
            out.send(JOB);
        }
    }

    private enum Phase {
        IDLE,
        BUSY
    }

    private static final class Processor extends Phased<Phase> {
        final In<Integer> in = in("in", Integer.class);
        private final long service;
        private long received;

        Processor(String name, long service) {
            super(name, Phase.IDLE);
            this.service = service;
        }

        @Override
        protected void internalTransition() {
            passivateIn(Phase.IDLE);
        }

        @Override
        protected void externalTransition(long elapsed) {
            received += in.size();
            if (in(Phase.BUSY)) {
                resume(elapsed);
            } else {
                holdIn(Phase.BUSY, service);
            }
        }
    }

    PeriodicNet(int pairs) {
        super("net");
        for (int i = 0; i < pairs; i++) {
            Generator generator = add(new Generator("generator" + i, 100 + 7 * i));
            Processor processor = add(new Processor("processor" + i, 150 + 3 * i));
            couple(generator.out, processor.in);
        }
    }

    /// Values that the processors have received.
    long events() {
        return components().stream()
                .mapToLong(component -> component instanceof Processor processor ? processor.received : 0)
                .sum();
    }
}
