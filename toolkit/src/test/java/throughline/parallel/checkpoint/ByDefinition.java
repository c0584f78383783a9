package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import throughline.parallel.checkpoint.Layout.Place;
import throughline.parallel.checkpoint.Pattern.Experts;
import throughline.parallel.checkpoint.Pattern.Fragment;
import throughline.parallel.checkpoint.Pattern.Unique;

/// A rank's buffer made the slow way: each element of each tensor is asked whose it is.
record ByDefinition(Contents contents, Layout layout, int rank, Elements elements, double junk) {
    interface Elements {
        double at(String parameter, int index);
    }

    double[] buffer() {
        Place place = layout.place(rank);
        List<Double> buffer = new ArrayList<>();
        for (boolean experts : new boolean[] {false, true}) {
            int members = experts ? layout.data() / layout.expert() : layout.data();
            int member = experts ? place.data() / layout.expert() : place.data();
            List<List<Double>> parts = contents.model().parameters().stream()
                    .filter(p -> contents.rules().pattern(p) instanceof Experts == experts)
                    .filter(p -> p.layers().stream().anyMatch(layer -> stage(layer) == place.pipeline()))
                    .map(p -> part(p, place))
                    .toList();
            switch (layout.zero()) {
                case 0 -> parts.forEach(buffer::addAll);
                case 3 -> parts.forEach(part -> buffer.addAll(share(part, member, members)));
                default ->
                    buffer.addAll(share(parts.stream().flatMap(List::stream).toList(), member, members));
            }
        }
        return buffer.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private List<Double> share(List<Double> part, int member, int members) {
        List<Double> padded = new ArrayList<>(part);
        while (padded.size() % members != 0) {
            padded.add(junk);
        }
        int share = padded.size() / members;
        return padded.subList(member * share, (member + 1) * share);
    }

    private int stage(int layer) {
        return owner(layer, contents.model().layers(), layout.pipeline());
    }

    private static int owner(int place, int places, int owners) {
        return IntStream.range(0, owners)
                .filter(r -> places * r / owners <= place && place < places * (r + 1) / owners)
                .findFirst()
                .orElseThrow();
    }

    private List<Double> part(Parameter parameter, Place place) {
        List<Double> part = new ArrayList<>();
        visit(parameter, place, new int[parameter.shape().size()], 0, part);
        return part;
    }

    private void visit(Parameter parameter, Place place, int[] at, int dimension, List<Double> part) {
        if (dimension == at.length) {
            int index = 0;
            boolean data = true;
            for (int d = 0; d < at.length; d++) {
                index = index * parameter.shape().get(d) + at[d];
                data &= at[d] < parameter.shape().get(d);
            }
            part.add(data ? elements.at(parameter.name(), index) : junk);
            return;
        }
        Pattern pattern = contents.rules().pattern(parameter);
        int extent = extent(pattern, parameter.shape().get(dimension), dimension);
        for (int i = 0; i < extent; i++) {
            if (mine(pattern, extent, dimension, i, place)) {
                at[dimension] = i;
                visit(parameter, place, at, dimension + 1, part);
            }
        }
    }

    private int extent(Pattern pattern, int extent, int dimension) {
        int padded = extent;
        if (pattern instanceof Fragment f && f.dimension() == dimension && f.pad() > 0) {
            while (padded % (f.pad() * layout.tensor()) != 0) {
                padded++;
            }
        }
        return padded;
    }

    private boolean mine(Pattern pattern, int extent, int dimension, int i, Place place) {
        return switch (pattern) {
            case Unique _ -> place.tensor() == 0;
            case Experts _ when dimension == 0 -> owner(i, extent, layout.expert()) == place.data() % layout.expert();
            case Experts experts -> mine(experts.each(), extent, dimension, i, place);
            case Fragment f
            when f.dimension() == dimension -> {
                int start = 0;
                for (int width : f.parts().isEmpty() ? List.of(extent) : f.parts()) {
                    if (i < start + width) {
                        yield owner((i - start) / f.unit(), width / f.unit(), layout.tensor()) == place.tensor();
                    }
                    start += width;
                }
                yield false;
            }
            default -> true;
        };
    }
}
