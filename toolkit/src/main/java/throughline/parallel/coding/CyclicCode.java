package throughline.parallel.coding;

import java.util.Arrays;
import java.util.BitSet;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealVector;
import throughline.random.Stream;

/// A cyclic code: worker i has chunks i to i + s, around the end. All rows of coefficients are orthogonal to s drawn
/// vectors whose entries sum to zero; so any n - s of them span, with probability 1, all that is, and a row of ones is
/// (Tandon et al. 2017, algorithm 2).
public final class CyclicCode implements GradientCode {
    private final int workers;
    private final int stragglers;
    /// Of worker i for chunk i + k, around the end; the first is 1.
    private final double[][] coefficients;

    /// A code with drawn coefficients.
    ///
    /// @param workers    n
    /// @param stragglers s, from 1 to n - 1
    public CyclicCode(int workers, int stragglers, Stream stream) {
        GradientCode.check(workers, stragglers);
        this.workers = workers;
        this.stragglers = stragglers;
        double[][] orthogonal = new double[stragglers][workers];
        for (double[] row : orthogonal) {
            for (int i = 0; i < workers - 1; i++) {
                row[i] = stream.normal();
                row[workers - 1] -= row[i];
            }
        }
        coefficients = new double[workers][];
        for (int worker = 0; worker < workers; worker++) {
            coefficients[worker] = coefficients(orthogonal, worker);
        }
    }

    private double[] coefficients(double[][] orthogonal, int worker) {
        double[] row = new double[stragglers + 1];
        row[0] = 1;
        if (stragglers > 0) {
            var others = new Array2DRowRealMatrix(stragglers, stragglers);
            var own = new ArrayRealVector(stragglers);
            for (int i = 0; i < stragglers; i++) {
                own.setEntry(i, -orthogonal[i][worker]);
                for (int k = 0; k < stragglers; k++) {
                    others.setEntry(i, k, orthogonal[i][(worker + 1 + k) % workers]);
                }
            }
            double[] solved = new LUDecomposition(others).getSolver().solve(own).toArray();
            System.arraycopy(solved, 0, row, 1, stragglers);
        }
        return row;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int stragglers() {
        return stragglers;
    }

    @Override
    public int[] chunks(int worker) {
        int[] chunks = new int[stragglers + 1];
        Arrays.setAll(chunks, k -> (worker + k) % workers);
        return chunks;
    }

    @Override
    public double[] coefficients(int worker) {
        return coefficients[worker].clone();
    }

    /// {@inheritDoc} By least squares over the first n - s that have arrived: the whole of them would have one solution
    /// too many.
    @Override
    public Decoding decode(BitSet arrived) {
        checkArrived(arrived);
        int[] used = arrived.stream().limit(workers - stragglers).toArray();
        var columns = new Array2DRowRealMatrix(workers, used.length);
        for (int j = 0; j < used.length; j++) {
            for (int k = 0; k <= stragglers; k++) {
                columns.setEntry((used[j] + k) % workers, j, coefficients[used[j]][k]);
            }
        }
        RealVector ones = new ArrayRealVector(workers, 1.0);
        RealVector solved = new QRDecomposition(columns).getSolver().solve(ones);
        double[] weights = new double[workers];
        for (int j = 0; j < used.length; j++) {
            weights[used[j]] = solved.getEntry(j);
        }
        return decoding(weights);
    }
}
