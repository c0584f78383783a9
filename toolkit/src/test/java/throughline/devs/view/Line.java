package throughline.devs.view;

import throughline.devs.Atomic;
import throughline.devs.Coupled;
import throughline.devs.In;
import throughline.devs.Out;
import throughline.devs.Processor;

/// A source of a job every two ticks, in front of a server that needs three and loses what it cannot take.
final class Line extends Coupled {
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

    final In<String> in = in("in", String.class);
    final Out<String> out = out("out", String.class);
    final Source source = add(new Source());
    final Processor<String> server = add(new Processor<>("server", 3, String.class));

    Line() {
        super("line");
        couple(in, server.in);
        couple(source.out, server.in);
        couple(server.out, out);
    }
}
