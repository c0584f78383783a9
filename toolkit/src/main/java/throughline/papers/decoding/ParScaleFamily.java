package throughline.papers.decoding;

import java.util.List;
import throughline.decoding.DecoderShape;
import throughline.decoding.ParallelStreams;
import throughline.spec.BadInput;

/// The six models of ParScale's law (arXiv 2505.10475). Their shapes reproduce the parameters that the authors list, to
/// the unit; that of the largest is also printed as an example beside their program.
public final class ParScaleFamily {
    /// One model.
    ///
    /// @param name  as the paper has it, such as `1.6B`
    /// @param shape of the decoder
    public record Member(String name, DecoderShape shape) {
        /// The model with parallel streams, each with the paper's prefix.
        public ParallelStreams with(int streams) {
            return ParallelStreams.of(shape, streams);
        }
    }

    /// All of them, by size.
    public static final List<Member> MEMBERS = List.of(
            member("0.5B", 896, 4864),
            member("0.7B", 1024, 5504),
            member("1.1B", 1280, 6912),
            member("1.6B", 1536, 8320),
            member("2.8B", 2048, 11_008),
            member("4.4B", 2560, 13_824));

    private ParScaleFamily() {}

    private static Member member(String name, int width, int inner) {
        return new Member(name, new DecoderShape(36, width, inner, 16, 2, 151_936));
    }

    /// The model of a name.
    ///
    /// @throws BadInput when there is none
    public static Member named(String name) {
        return MEMBERS.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "model [%s] must be one of %s",
                        name, MEMBERS.stream().map(Member::name).toList()));
    }
}
