package throughline.devs.view;

import throughline.devs.Atomic;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Phased;

/// A source of a job every two ticks, in front of a server that needs three and loses what it cannot take.
final class Line extends Coupled {
    enum Phase {
        IDLE,
        BUSY
    }

    static final class Source extends Atomic {
        final Out<String> out = out("out", String.class);
        private int made;

        Source() {
            super("source");
        }

        @Override
        protected long timeAdvance() {
            return made == 3 ? NEVER : 2;
        }

        @Override
        protected void output() {
            out.send("job; #" + made);
        }

        @Override
        protected void internalTransition() {
            made++;
        }
    }

    static final class Server extends Phased<Phase> {
        final In<String> in = in("in", String.class);
        final Out<String> out = out("out", String.class);
        private String job;

        Server() {
            super("server", Phase.IDLE);
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
                holdIn(Phase.BUSY, 3);
            }
        }
    }

    final In<String> in = in("in", String.class);
    final Out<String> out = out("out", String.class);
    final Source source = add(new Source());
    final Server server = add(new Server());

    Line() {
        super("line");
        couple(in, server.in);
        couple(source.out, server.in);
        couple(server.out, out);
    }
}
