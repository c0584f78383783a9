package throughline.training.sbp;

import java.util.ArrayList;
import java.util.List;

/// Signatures of what is linear in each of its inputs: such an operation takes one of them partial when the other is
/// broadcast. Gradients follow from the same tables, since that of one input is the product of the result's gradient
/// with the other input.
final class Products {
    private static final Sbp B = Sbp.BROADCAST;
    private static final Sbp P = Sbp.PARTIAL;

    private Products() {}

    /// `[.., k] x [k, n]`: Yuan et al. 2021, table 1, with all axes of the left one that are not summed over as rows.
    ///
    /// @param rank of the left one
    static List<Signature> matmul(int rank) {
        int last = rank - 1;
        Sbp columns = Sbp.split(last);
        Sbp row = Sbp.split(0);
        List<Signature> all = new ArrayList<>();
        for (int axis = 0; axis < last; axis++) {
            Sbp split = Sbp.split(axis);
            all.add(signature(split, B, split, split, P));
        }
        all.add(signature(B, Sbp.split(1), columns, P, Sbp.split(1)));
        all.add(signature(columns, row, P, columns, row));
        all.add(signature(P, B, P, B, P));
        all.add(signature(B, P, P, P, B));
        all.add(signature(B, B, B, B, B));
        return all;
    }

    /// Element by element.
    static List<Signature> elements(int rank) {
        List<Signature> all = new ArrayList<>(Signature.alike(rank, 2, false));
        all.add(signature(P, B, P, B, P));
        all.add(signature(B, P, P, P, B));
        return all;
    }

    /// A vector added along the last axis. Its gradient is the sum over all others, and partial where one of them is
    /// split.
    static List<Signature> bias(int rank) {
        List<Signature> all = new ArrayList<>();
        for (int axis = 0; axis < rank - 1; axis++) {
            Sbp split = Sbp.split(axis);
            all.add(signature(split, B, split, split, P));
        }
        Sbp columns = Sbp.split(rank - 1);
        all.add(signature(columns, Sbp.split(0), columns, columns, Sbp.split(0)));
        all.add(signature(B, B, B, B, B));
        all.add(signature(P, P, P, B, B));
        return all;
    }

    static List<Signature> sum(int rank, int summed) {
        List<Signature> all = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            Sbp split = Sbp.split(axis);
            Sbp output = axis == summed ? P : Sbp.split(axis < summed ? axis : axis - 1);
            all.add(new Signature(List.of(split), output, List.of(split)));
        }
        all.add(new Signature(List.of(B), B, List.of(B)));
        all.add(new Signature(List.of(P), P, List.of(B)));
        return all;
    }

    /// Numbers of rows have no gradient: what is said of it here is not used. A device that holds part of the rows
    /// gives zeros for the others.
    ///
    /// @param rank of the numbers
    static List<Signature> embedding(int rank) {
        List<Signature> all = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            Sbp split = Sbp.split(axis);
            all.add(signature(split, B, split, split, P));
        }
        all.add(signature(B, Sbp.split(0), P, B, Sbp.split(0)));
        all.add(signature(B, Sbp.split(1), Sbp.split(rank), B, Sbp.split(1)));
        all.add(signature(B, P, P, B, B));
        all.add(signature(B, B, B, B, B));
        return all;
    }

    private static Signature signature(Sbp left, Sbp right, Sbp output, Sbp leftGradient, Sbp rightGradient) {
        return new Signature(List.of(left, right), output, List.of(leftGradient, rightGradient));
    }
}
