package throughline.training.ranks;

/// Tensor parallelism with sequence parallelism: tokens outside are split over the ranks, in order.
record SequenceRegion(Rank rank) implements Region {
    @Override
    public Matrix enter(Matrix rows) {
        return gathered(rows);
    }

    @Override
    public Matrix enterBack(Matrix gradient) {
        return scattered(gradient);
    }

    @Override
    public Matrix leave(Matrix partial) {
        return scattered(partial);
    }

    @Override
    public Matrix leaveBack(Matrix gradient) {
        return gathered(gradient);
    }

    @Override
    public Matrix shared(Matrix gradient) {
        return Matrix.of(gradient.rows(), gradient.columns(), rank.allReduce(gradient.values()));
    }

    private Matrix gathered(Matrix rows) {
        return Matrix.of(rows.rows() * rank.size(), rows.columns(), rank.allGather(rows.values()));
    }

    private Matrix scattered(Matrix partial) {
        if (partial.rows() % rank.size() != 0) {
            throw new IllegalArgumentException(
                    "[%d] tokens do not divide among %d ranks".formatted(partial.rows(), rank.size()));
        }
        return Matrix.of(partial.rows() / rank.size(), partial.columns(), rank.reduceScatter(partial.values()));
    }
}
