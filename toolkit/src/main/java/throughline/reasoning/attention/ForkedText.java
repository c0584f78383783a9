package throughline.reasoning.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A text that forks into threads and joins them, as ThreadWeaver (arXiv 2512.07843) asks a server for it: a request
/// for each thread, which begins with the context alone, and one that goes on from the context with all threads behind
/// it.
///
/// @param context tokens before the fork
/// @param threads tokens of each thread, its opening tag included
/// @param rest    tokens after the join
public record ForkedText(List<Integer> context, List<List<Integer>> threads, List<Integer> rest) {
    public ForkedText {
        context = List.copyOf(context);
        threads = threads.stream().map(List::copyOf).toList();
        rest = List.copyOf(rest);
    }

    /// Every request with its completion: the threads, then what is joined.
    public List<List<Integer>> requests() {
        List<List<Integer>> requests = new ArrayList<>();
        threads.forEach(thread -> requests.add(joined(List.of(context, thread))));
        List<List<Integer>> all = new ArrayList<>(List.of(context));
        all.addAll(threads);
        all.add(rest);
        requests.add(joined(all));
        return requests;
    }

    private static List<Integer> joined(List<List<Integer>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    /// Tokens that the server reads anew at the join: those of all threads but the first, which follows the context as
    /// it did before.
    public int readAgain() {
        return threads.stream().skip(1).mapToInt(List::size).sum();
    }

    /// Tokens on the longest way through: the context, the longest thread, and the rest.
    public int latency() {
        return context.size() + threads.stream().mapToInt(List::size).max().orElse(0) + rest.size();
    }

    /// Tokens in all.
    public int total() {
        return Stream.concat(Stream.of(context, rest), threads.stream())
                .mapToInt(List::size)
                .sum();
    }
}
