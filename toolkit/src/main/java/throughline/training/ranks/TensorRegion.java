package throughline.training.ranks;

/// Tensor parallelism: tokens outside are on every rank.
record TensorRegion(Rank rank) implements Region {
    @Override
    public Matrix enter(Matrix rows) {
        return rows;
    }

    @Override
    public Matrix enterBack(Matrix gradient) {
        return sum(gradient);
    }

    @Override
    public Matrix leave(Matrix partial) {
        return sum(partial);
    }

    @Override
    public Matrix leaveBack(Matrix gradient) {
        return gradient;
    }

    @Override
    public Matrix shared(Matrix gradient) {
        return gradient;
    }

    private Matrix sum(Matrix part) {
        return Matrix.of(part.rows(), part.columns(), rank.allReduce(part.values()));
    }
}
