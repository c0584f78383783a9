package throughline.papers.cluster;

/// What was tried where a claim of [DataStates] does not come out.
final class DataStatesTried {
    static final String FASTER =
            "The settings lie on both sides: above 1,000 where copy and flush hide behind a step, 4 where storage sets the"
                    + " pace; with 16 sequences at once and a checkpoint at each step, 13B has 15 and 30B 1,400. So the"
                    + " ratio says how long steps were, which is not printed. For 48, a lazy checkpoint would have to"
                    + " block 0.28 to 0.38 s, two thirds of a copy; with nothing of the copy hidden it would be 31 to 32.";
    static final String END_TO_END =
            "Storage and serialising have the middle of what is recalled. 2.2 comes out with 5.0 GB/s of serialising where"
                    + " sequences go at once and 2.2 GB/s where they go in turn; 1 to 2 are recalled.";
    static final String ORDER =
            "Both stop training for one copy to pageable memory, at one rate. They differ where a copy waits for the flush"
                    + " before it, and tie elsewhere, unless chunks are copied faster, which nobody says.";
    static final String CONVERGES =
            "CheckFreq-like saving begins no copy before the flush is over, so that each takes a copy and a flush: 1 over 1"
                    + " and the rate of storage over that of copies, 1.6 / 6.";
    static final String KNEE =
            "Storage drains the buffer while it is filled, so that it need only hold what is not written by the end of the"
                    + " passes: the shorter they are the nearer it comes to the whole shard, 0.19 and 0.76 of it here.";

    private DataStatesTried() {}
}
