package throughline.papers;

import java.util.List;

/// A recomputed value that moved when reported values were changed by ten percent, though no constant that it names was
/// fitted on them: a reported number is an input to what recomputes it.
///
/// @param claim the claim that moved
/// @param rows  the rows that move it when changed alone; empty if it moves by itself, or only with several
/// @param why   what was seen, in words
public record Leak(String claim, List<String> rows, String why) {
    public Leak {
        rows = List.copyOf(rows);
    }
}
