package throughline.data;

/// What a figure shows, free of how it is drawn. Models and papers make one; only `notebook` draws it.
public sealed interface Drawing permits Plot, Heatmap, Multiples, SwimLanes {
    /// What to see, as a sentence.
    String title();

    /// The drawing in words, for where no image is shown.
    String text();

    /// The same under another title.
    Drawing titled(String title);
}
