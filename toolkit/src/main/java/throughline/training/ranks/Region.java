package throughline.training.ranks;

/// What happens where weights that are split over ranks begin and end: Megatron's conjugate operators f and g
/// (Shoeybi et al. 2019, figure 3; Korthikanti et al. 2022, figure 5).
public interface Region {
    /// Nothing is split.
    Region WHOLE = new Region() {
        @Override
        public Matrix enter(Matrix rows) {
            return rows;
        }

        @Override
        public Matrix enterBack(Matrix gradient) {
            return gradient;
        }

        @Override
        public Matrix leave(Matrix partial) {
            return partial;
        }

        @Override
        public Matrix leaveBack(Matrix gradient) {
            return gradient;
        }

        @Override
        public Matrix shared(Matrix gradient) {
            return gradient;
        }
    };

    /// Rows as the split weights take them.
    Matrix enter(Matrix rows);

    /// The gradient of what entered, from each rank's share of it.
    Matrix enterBack(Matrix gradient);

    /// The sum of what the split weights gave.
    Matrix leave(Matrix partial);

    /// The gradient of each rank's share, from that of the sum.
    Matrix leaveBack(Matrix gradient);

    /// The gradient of weights that every rank holds whole, from what each rank has of it.
    Matrix shared(Matrix gradient);

    /// Every rank has all tokens outside: one all-reduce forward where the region ends, one back where it begins.
    static Region tensor(Rank rank) {
        return new TensorRegion(rank);
    }

    /// Every rank has its share of the tokens outside: an all-gather and a reduce-scatter forward, the same back, and
    /// an all-reduce for the weights outside.
    static Region sequence(Rank rank) {
        return new SequenceRegion(rank);
    }
}
