package throughline.cluster.overlap;

/// How the state of a training job is saved, and what that costs in closed form.
///
/// ```java
/// Stall stall = CheckpointScheme.LAZY.steady(spec);
/// job.holdIn(Phase.SAVING, Tick.NANOSECOND.seconds(stall.blocked()));
/// ```
///
/// The forms are those of the event model that [CheckpointRun] runs, chunk by chunk, and tests hold one against the
/// other to the tick. Chunks are of one size, so with `n` of them, `d` seconds to copy one and `f` to flush one, what
/// follows are the lengths of a line of two machines with a buffer between them.
public enum CheckpointScheme {
    /// Training stops, the state is serialised and then written: DeepSpeed with `torch.save`.
    SYNCHRONOUS {
        @Override
        public Stall alone(CheckpointSpec spec) {
            double seconds = spec.floor() + spec.bytes() / spec.serialise() + spec.flush();
            return new Stall(seconds, seconds);
        }

        @Override
        public Stall steady(CheckpointSpec spec) {
            return alone(spec);
        }
    },
    /// Training stops while all of the state is copied into pageable memory of the host, which is flushed behind;
    /// the next copy waits for that. As CheckFreq (Mohan et al. 2021), without its overlap with the pass forward.
    COPY_THEN_FLUSH {
        @Override
        public Stall alone(CheckpointSpec spec) {
            return after(spec, spec.floor());
        }

        @Override
        public Stall steady(CheckpointSpec spec) {
            return after(spec, Math.max(spec.floor(), spec.flush() - spec.between()));
        }

        private Stall after(CheckpointSpec spec, double begun) {
            double blocked = begun + spec.bytes() / spec.pageable();
            return new Stall(blocked, blocked + spec.flush());
        }
    },
    /// Training stops while the state is copied into pageable memory of the host, chunk by chunk; each is flushed as it
    /// lands, and the next copy waits for the last of them. As TorchSnapshot.
    CHUNKED {
        @Override
        public Stall alone(CheckpointSpec spec) {
            return after(spec, spec.floor());
        }

        @Override
        public Stall steady(CheckpointSpec spec) {
            double behind = written(spec) - spec.bytes() / spec.pageable();
            return after(spec, Math.max(spec.floor(), behind - spec.between()));
        }

        private Stall after(CheckpointSpec spec, double begun) {
            return new Stall(begun + spec.bytes() / spec.pageable(), begun + written(spec));
        }

        private double written(CheckpointSpec spec) {
            return line(spec, spec.bytes() / spec.pageable());
        }
    },
    /// The state is copied into a pinned buffer of the host while the next step runs forward and back, which leave
    /// it as it is; only the update waits for the last chunk. Each chunk is flushed as it lands, and frees its
    /// place in the buffer. DataStates-LLM (Maurya et al. 2024).
    LAZY {
        @Override
        public Stall alone(CheckpointSpec spec) {
            double blocked = spec.floor() + Math.max(0, copied(spec) - spec.unchanged());
            return new Stall(blocked, spec.floor() + written(spec));
        }

        @Override
        public Stall steady(CheckpointSpec spec) {
            Stall alone = alone(spec);
            double queueing = flushed(spec) - spec.between();
            if (queueing <= alone.blocked()) {
                return alone;
            }
            double full = spec.slots() == 1 ? flushOfOne(spec) : spec.slots() * flushOfOne(spec) - copyOfOne(spec);
            return new Stall(queueing, spec.unchanged() + queueing + full);
        }

        /// Seconds from the first copy to the end of the last.
        private double copied(CheckpointSpec spec) {
            double copies = spec.bytes() / spec.pinned();
            int beyond = spec.chunks() - spec.slots();
            if (beyond <= 0) {
                return copies;
            }
            return spec.slots() == 1
                    ? written(spec) - flushOfOne(spec)
                    : Math.max(copies, 2 * copyOfOne(spec) + beyond * flushOfOne(spec));
        }

        /// Seconds from the first copy to the end of the last flush.
        private double written(CheckpointSpec spec) {
            return spec.slots() == 1 ? flushed(spec) : line(spec, spec.bytes() / spec.pinned());
        }

        /// Seconds between one checkpoint and the next when the flushes alone decide. With room for a single chunk
        /// copies and flushes take turns.
        private double flushed(CheckpointSpec spec) {
            return spec.flush() + (spec.slots() == 1 ? spec.bytes() / spec.pinned() : 0);
        }

        private double copyOfOne(CheckpointSpec spec) {
            return spec.chunkBytes() / spec.pinned();
        }

        private double flushOfOne(CheckpointSpec spec) {
            return spec.flush() / spec.chunks();
        }
    };

    /// What a checkpoint costs that finds nothing of another one under way.
    public abstract Stall alone(CheckpointSpec spec);

    /// What each of many costs in the long run, `interval` steps apart: a checkpoint that storage has not taken when
    /// the next comes makes that one wait.
    public abstract Stall steady(CheckpointSpec spec);

    /// Seconds in which all chunks are copied and each is flushed when it has landed, with room for all of them.
    private static double line(CheckpointSpec spec, double copies) {
        double flushes = spec.flush();
        return Math.max(copies + flushes / spec.chunks(), copies / spec.chunks() + flushes);
    }
}
