package throughline.papers;

/// How far a recomputed value may lie from the reported one, and why that is fair. Chosen before looking.
public sealed interface Tolerance {
    /// Why this width is fair.
    String why();

    /// Whether a recomputed value agrees with the reported one. A value that is not a number never does.
    boolean admits(double reproduced, double reported);

    /// As in a table: `±10 %`.
    ///
    /// @param unit of the value
    String text(String unit);

    /// Within a width in the value's own unit.
    static Tolerance absolute(double width, String why) {
        return new Absolute(width, why);
    }

    /// Within a share of the reported value: 0.1 is ten percent.
    static Tolerance relative(double share, String why) {
        return new Relative(share, why);
    }

    /// The same sign as the reported value, for statements such as "larger with repairs than without". The recomputed
    /// value is then the effect, a paired difference for instance, and its null is no effect.
    ///
    /// @param standardError of the effect, in its unit; 0 for an exact one
    static Tolerance direction(double standardError, String why) {
        return new Direction(standardError, why);
    }

    /// @param width half the band, in the value's unit
    record Absolute(double width, String why) implements Tolerance {
        public Absolute {
            require(width, "width");
        }

        @Override
        public boolean admits(double reproduced, double reported) {
            return Math.abs(reproduced - reported) <= width;
        }

        @Override
        public String text(String unit) {
            return "±" + Numbers.text(width) + (unit.isEmpty() ? "" : " " + unit);
        }
    }

    /// @param share half the band, over the reported value
    record Relative(double share, String why) implements Tolerance {
        public Relative {
            require(share, "share");
        }

        @Override
        public boolean admits(double reproduced, double reported) {
            return Math.abs(reproduced - reported) <= share * Math.abs(reported);
        }

        @Override
        public String text(String unit) {
            return "±" + Numbers.text(100 * share) + " %";
        }
    }

    /// @param standardError of the effect, in its unit
    record Direction(double standardError, String why) implements Tolerance {
        public Direction {
            require(standardError, "standard error");
        }

        @Override
        public boolean admits(double reproduced, double reported) {
            return reproduced * reported > 0;
        }

        @Override
        public String text(String unit) {
            return "sign, SE " + Numbers.text(standardError);
        }
    }

    private static void require(double value, String what) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "tolerance: %s [%s] must be finite and not negative".formatted(what, value));
        }
    }
}
