package throughline.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import throughline.hardware.Cluster.Group;
import throughline.spec.BadInput;

/// What must hold of times whatever the constants.
class KernelLawsTest {
    private static final Device A100 = Device.named("a100-sxm-80gb");
    private static final Cluster NODES = Cluster.named("a100-nodes");

    @Property(tries = 200)
    void aProductNeverBeatsTheDatasheet(
            @ForAll @IntRange(min = 1, max = 9000) int m,
            @ForAll @IntRange(min = 1, max = 9000) int n,
            @ForAll @IntRange(min = 1, max = 9000) int k) {
        Matmul product = new Matmul(Precision.BF16, m, n, k);
        double seconds = product.seconds(A100);
        assertThat(seconds).isGreaterThan(product.operations() / A100.peak(Precision.BF16));
        assertThat(seconds).isGreaterThan(product.bytes() / A100.bandwidth());
        assertThat(A100.cost(product).value()).isCloseTo(seconds, within(1e-15));
    }

    @Property(tries = 200)
    void oneMoreRowNeverMakesItFaster(
            @ForAll @IntRange(min = 1, max = 5000) int m,
            @ForAll @IntRange(min = 64, max = 9000) int n,
            @ForAll @IntRange(min = 64, max = 9000) int k) {
        assertThat(new Matmul(Precision.BF16, m + 1, n, k).seconds(A100))
                .isGreaterThanOrEqualTo(new Matmul(Precision.BF16, m, n, k).seconds(A100));
    }

    /// 108 tiles take one wave; the next row needs a second.
    @Test
    void theFirstTileOfANewWaveCostsAWave() {
        long columns = 128 * 108;
        Matmul full = new Matmul(Precision.BF16, 256, columns, 8192);
        Matmul more = new Matmul(Precision.BF16, 257, columns, 8192);
        assertThat(more.seconds(A100) / full.seconds(A100)).isGreaterThan(1.2);
    }

    @Test
    void aRowForEachUnitTakesAsLongAsOneRow() {
        double one = Stream.norm(1, 4096, Precision.BF16).seconds(A100);
        assertThat(Stream.norm(A100.knownUnits(), 4096, Precision.BF16).seconds(A100))
                .isCloseTo(one, within(1e-15));
        assertThat(Stream.norm(2L * A100.knownUnits(), 4096, Precision.BF16).seconds(A100))
                .isGreaterThan(one);
    }

    /// What the cache does not hold is moved more slowly, by the memory, and never faster than the datasheet says.
    @Property(tries = 100)
    void moreElementsMoveNoFaster(@ForAll @IntRange(min = 1, max = 2000) int megabytes) {
        double launch = new Stream("least", 1e-9, 0).seconds(A100);
        double some = new Stream("some", megabytes * 1e6, 0).seconds(A100) - launch;
        double more = new Stream("more", (megabytes + 1) * 1e6, 0).seconds(A100) - launch;
        assertThat(more / (megabytes + 1)).isGreaterThanOrEqualTo(some / megabytes * (1 - 1e-9));
        assertThat(more - some).isGreaterThan(0);
        if (megabytes >= 40) {
            assertThat(more - some).isGreaterThan(1e6 / A100.bandwidth());
        }
    }

    /// It begins once where these begin twice. Between small arrays and large ones, where it pays to begin later, it
    /// may be faster still.
    @Property(tries = 100)
    void anAllReduceIsAReduceScatterAndAnAllGather(
            @ForAll @IntRange(min = 0, max = 3) int inNode,
            @ForAll @IntRange(min = 1, max = 30) int nodes,
            @ForAll @IntRange(min = 0, max = 10) int power) {
        Group group = new Group(nodes << inNode, 1 << inNode);
        double bytes = Math.pow(10, power);
        double all = NODES.allReduce(group, bytes).value();
        double half = NODES.allGather(group, bytes).value();
        assertThat(NODES.reduceScatter(group, bytes).value()).isEqualTo(half);
        assertThat(all).isLessThanOrEqualTo(2 * half - NODES.allGather(group, 0).value() + 1e-9);
        if (power < 7 || power > 8) {
            double begin = power < 7
                    ? NODES.allGather(group, 0).value()
                    : 2 * half - NODES.allGather(group, 2 * bytes).value();
            assertThat(all).isCloseTo(2 * half - begin, within(1e-9));
        }
    }

    @Test
    void moreNodesNeverMakeAnExchangeFaster() {
        double before = 0;
        for (int nodes = 1; nodes <= 64; nodes *= 2) {
            Group group = new Group(8 * nodes, 8);
            double now = NODES.allReduce(group, 1e8).value();
            assertThat(now).isGreaterThan(before);
            before = now;
        }
        assertThat(NODES.allToAll(new Group(16, 8), 1e8).value())
                .isGreaterThan(NODES.allToAll(new Group(8, 8), 1e8).value());
    }

    @Test
    void aGroupThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> NODES.allReduce(new Group(32, 16), 1e6))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("group of [16] devices to a node");
        assertThatThrownBy(() -> new Group(9, 2)).hasMessageContaining("divide");
    }
}
