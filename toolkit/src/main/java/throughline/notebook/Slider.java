package throughline.notebook;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import throughline.data.Drawing;
import throughline.data.Multiples;
import throughline.data.Plot;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;
import throughline.spec.Spec;

/// A figure with a knob on it: `Slider.over("P", 1, 2, 4, 8).show(p -> figure(p))`. All frames are computed when it is
/// shown, so that it works where no kernel runs: in exported HTML, without a network. Where scripts are stripped, all
/// frames stand side by side.
///
/// @param name   of the knob
/// @param values in the order of the slider
/// @param <A>    their type
public record Slider<A>(String name, List<A> values) {
    private static final int MOST_FRAMES = 200;
    private static final String STOPPED = "the slider was stopped before all its frames were drawn";

    public Slider {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new BadInput("slider [%s] needs at least one value", name);
        }
    }

    /// A slider over some values.
    ///
    /// @throws BadInput when there is none
    @SafeVarargs
    public static <A> Slider<A> over(String name, A... values) {
        return new Slider<>(name, List.of(values));
    }

    /// This slider and a second one.
    @SafeVarargs
    public final <B> Two<A, B> and(String other, B... otherValues) {
        return new Two<>(this, new Slider<>(other, List.of(otherValues)));
    }

    /// Shows a figure for each value below the cell, until interrupted.
    ///
    /// @param figure called in several threads at once; a [Figure] or a [Drawing]
    /// @throws BadInput when it makes something else
    public void show(Function<? super A, ?> figure) {
        List<Frame> frames = frames(
                values.size(),
                i -> "%s = %s".formatted(name, values.get(i)),
                i -> figure.apply(values.get(i)),
                Cancel.onInterrupt());
        Notebook.show(html(List.of(this), frames));
    }

    /// Two sliders over one figure.
    ///
    /// @param first  the upper one
    /// @param second the lower one
    public record Two<A, B>(Slider<A> first, Slider<B> second) {
        /// Shows a figure for each pair of values below the cell, until interrupted.
        ///
        /// @param figure called in several threads at once; a [Figure] or a [Drawing]
        /// @throws BadInput when it makes something else, or when there are more than 200 pairs
        public void show(BiFunction<? super A, ? super B, ?> figure) {
            int columns = second.values.size();
            List<Frame> frames = frames(
                    first.values.size() * columns,
                    i -> "%s = %s, %s = %s"
                            .formatted(
                                    first.name,
                                    first.values.get(i / columns),
                                    second.name,
                                    second.values.get(i % columns)),
                    i -> figure.apply(first.values.get(i / columns), second.values.get(i % columns)),
                    Cancel.onInterrupt());
            Notebook.show(html(List.of(first, second), frames));
        }
    }

    /// @param what  the knobs' values in words
    /// @param image as PNG in Base64
    /// @param text  the figure in words
    record Frame(String what, String image, String text, int width, int height) {}

    /// The frames of a slider: all figures first, then all pictures, plots or multiples with equal axes on the same
    /// scales, so that one frame can be compared with the next.
    static List<Frame> frames(int count, IntFunction<String> what, IntFunction<Object> figure, Cancel cancel) {
        if (count > MOST_FRAMES) {
            throw new BadInput("[%d] frames are more than a page can hold; at most %d", count, MOST_FRAMES);
        }
        Progress progress = Notebook.progress("Drawing %d frames".formatted(count));
        Cancel stop = Cancel.following(cancel);
        List<Figure> figures = inParallel(
                count, stop, done -> progress.report(done, 2 * count), i -> figure(what.apply(i), figure.apply(i)));
        Optional<Plot> all = together(figures);
        return inParallel(count, stop, done -> progress.report(count + done, 2 * count), i -> {
            Figure made = figures.get(i);
            byte[] png = all.map(made::png).orElseGet(made::png);
            return new Frame(
                    what.apply(i), Base64.getEncoder().encodeToString(png), made.text(), made.width(), made.height());
        });
    }

    /// The first failure stops the rest, also those before it that have not begun: it is what is thrown, not that they
    /// were stopped.
    private static <T> List<T> inParallel(int count, Cancel stop, IntConsumer done, IntFunction<T> work) {
        List<T> results = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(
                Math.min(count, Runtime.getRuntime().availableProcessors()))) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int frame = i;
                futures.add(workers.submit(() -> {
                    if (stop.requested()) {
                        throw new CancellationException(STOPPED);
                    }
                    try {
                        return work.apply(frame);
                    } catch (RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                        stop.cancel();
                        throw e;
                    }
                }));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
                done.accept(results.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(STOPPED);
        } catch (ExecutionException e) {
            boolean stopped = e.getCause() instanceof CancellationException && failure.get() != null;
            Throwable cause = stopped ? failure.get() : e.getCause();
            throw cause instanceof RuntimeException thrown ? thrown : new IllegalStateException(cause);
        }
        return results;
    }

    /// All series on one plot, where all frames are plots, or multiples, with equal axes: what each must have room for.
    private static Optional<Plot> together(List<Figure> figures) {
        List<Plot> plots = figures.stream()
                .flatMap(figure -> switch (figure.drawing()) {
                    case Plot plot -> Stream.of(plot);
                    case Multiples multiples -> multiples.plots().stream();
                    default -> Stream.<Plot>of();
                })
                .toList();
        boolean comparable = figures.stream()
                        .map(Figure::drawing)
                        .allMatch(drawing -> drawing instanceof Plot || drawing instanceof Multiples)
                && plots.stream().allMatch(plots.getFirst()::sharesAxes);
        return comparable ? Optional.of(Plot.together(plots)) : Optional.empty();
    }

    private static Figure figure(String what, Object made) {
        return switch (made) {
            case Figure it -> it;
            case Drawing drawing -> Figure.of(drawing);
            case null -> throw new BadInput("the slider's figure for %s is null", what);
            default ->
                throw new BadInput(
                        "a slider shows figures; for %s it was given a %s",
                        what, made.getClass().getSimpleName());
        };
    }

    /// One element: all frames, and a script that hides all but one and adds the sliders. The same frames give the same
    /// bytes.
    static Html html(List<Slider<?>> knobs, List<Frame> frames) {
        String pictures = frames.stream()
                .map(frame -> """
                        <figure style="display:inline-block;margin:4px;width:340px;max-width:100%%;vertical-align:top">
                        <figcaption style="font-weight:600">%s</figcaption>
                        <img alt="%s" style="width:100%%;height:auto" src="data:image/png;base64,%s"></figure>""".formatted(Html.escape(frame.what()), Html.escape(frame.text()), frame.image()))
                .collect(Collectors.joining("\n"));
        String inputs = IntStream.range(0, knobs.size())
                .mapToObj(k -> input(knobs.get(k)))
                .collect(Collectors.joining("\n"));
        String id = Spec.hash(pictures + inputs).substring(0, 12);
        int width = frames.stream().mapToInt(Frame::width).max().orElse(0);
        return new Html("""
                <div data-slider="%1$s" style="background:#fff;color:#222;max-width:%2$dpx;padding:4px">
                <div data-knobs hidden>
                %3$s
                </div>
                <div data-frames>
                %4$s
                </div>
                </div>
                <script>
                document.querySelectorAll('[data-slider="%1$s"]').forEach(function (box) {
                  if (box.dataset.ready) return;
                  box.dataset.ready = "yes";
                  var inputs = box.querySelectorAll("input"), frames = box.querySelectorAll("figure");
                  function turn() {
                    var at = 0;
                    inputs.forEach(function (input) {
                      var words = JSON.parse(input.dataset.values), i = Number(input.value);
                      at = at * words.length + i;
                      input.setAttribute("aria-valuetext", words[i]);
                      input.parentNode.querySelector("output").textContent = words[i];
                    });
                    frames.forEach(function (frame, i) { frame.hidden = i !== at; frame.style.display = i === at ? "block" : "none"; });
                  }
                  frames.forEach(function (frame) {
                    frame.style.width = "100%%";
                    frame.style.margin = "0";
                    frame.querySelector("figcaption").hidden = true;
                  });
                  inputs.forEach(function (input) { input.addEventListener("input", turn); });
                  box.querySelector("[data-knobs]").hidden = false;
                  turn();
                });
                </script>""".formatted(id, width, inputs, pictures));
    }

    private static String input(Slider<?> knob) {
        String words = Spec.json(knob.values().stream()
                .map(value -> String.valueOf(value).replaceAll("\\p{Cntrl}", " "))
                .toList());
        return """
                <label style="display:flex;gap:8px;align-items:center"><span>%1$s</span>
                <input type="range" min="0" max="%2$d" step="1" value="0" aria-label="%1$s" data-values="%3$s" style="flex:1">
                <output style="min-width:4em"></output></label>""".formatted(Html.escape(knob.name()), knob.values().size() - 1, Html.escape(words));
    }
}
