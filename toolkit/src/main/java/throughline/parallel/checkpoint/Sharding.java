package throughline.parallel.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import throughline.parallel.checkpoint.Layout.Place;
import throughline.parallel.checkpoint.Pattern.Experts;
import throughline.spec.BadInput;

/// Which rank keeps what, and where: the metadata that universal checkpointing generates for any target (operator
/// GenMetadata of arXiv 2406.18820).
///
/// A rank flattens its parts of the parameters of its stage, in the order of the model; experts make a second such
/// list, which fewer replicas share. ZeRO 1 and 2 pad a list to a multiple of the replicas that share it and give each
/// an even share, so a parameter may straddle two; ZeRO 3 does so with each parameter by itself.
public final class Sharding {
    private final Model model;
    private final Rules rules;
    private final Layout layout;
    private final int layers;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<List<Shard>> shards = new ArrayList<>();
    private final int[] sizes;
    private final Map<String, List<Slice>> slices = new ConcurrentHashMap<>();

    /// One copy of a part of a parameter, and the shards that it is made of.
    ///
    /// @param tensor rank within tensor parallelism
    /// @param expert rank within expert parallelism; 0 for what is not dealt out so
    /// @param region that the copy holds
    /// @param shards that do not overlap, in order; none if the region is empty
    public record Slice(int tensor, int expert, Region region, List<Shard> shards) {
        public Slice {
            shards = List.copyOf(shards);
        }

        /// The copy, of what its ranks have.
        ///
        /// @param extract gives the numbers of a shard
        public double[] gather(Function<Shard, double[]> extract) {
            double[] part = new double[region.size()];
            for (Shard shard : shards) {
                System.arraycopy(extract.apply(shard), 0, part, shard.start(), shard.length());
            }
            return part;
        }
    }

    private record Part(Parameter parameter, int size) {}

    /// @throws BadInput naming the line of the rules, when a parameter has none or one that does not suit it; or when
    /// there are fewer layers than stages
    public Sharding(Model model, Rules rules, Layout layout) {
        this.model = model;
        this.rules = rules;
        this.layout = layout;
        layers = model.layers();
        model.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
        sizes = new int[layout.ranks()];
        for (int rank = 0; rank < sizes.length; rank++) {
            shards.add(new Flat(rank).shards());
        }
    }

    /// Lays the parts of one rank into its buffer.
    private final class Flat {
        private final int rank;
        private final Place place;
        private final List<Shard> found = new ArrayList<>();
        private int base;

        Flat(int rank) {
            this.rank = rank;
            place = layout.place(rank);
        }

        List<Shard> shards() {
            deal(parts(false), place.data(), layout.data());
            deal(parts(true), place.data() / layout.expert(), layout.data() / layout.expert());
            sizes[rank] = base;
            return List.copyOf(found);
        }

        private List<Part> parts(boolean experts) {
            List<Part> parts = new ArrayList<>();
            for (Parameter parameter : model.parameters()) {
                if (stages(parameter).contains(place.pipeline()) && isExperts(parameter) == experts) {
                    region(parameter, place.tensor(), place.data() % layout.expert())
                            .filter(region -> region.size() > 0)
                            .ifPresent(region -> parts.add(new Part(parameter, region.size())));
                }
            }
            return parts;
        }

        private void deal(List<Part> parts, int member, int members) {
            switch (layout.zero()) {
                case 0 -> parts.forEach(part -> keep(part, 0, part.size));
                case 3 ->
                    parts.forEach(part -> {
                        int share = (part.size + members - 1) / members;
                        int from = (int) Math.min((long) member * share, part.size);
                        int end = base + share;
                        keep(part, from, Math.min(from + share, part.size));
                        base = end;
                    });
                default -> dealFlat(parts, member, members);
            }
        }

        private void dealFlat(List<Part> parts, int member, int members) {
            long total = parts.stream().mapToLong(Part::size).sum();
            int share = Math.toIntExact((total + members - 1) / members);
            long first = (long) member * share;
            int end = base + share;
            long at = 0;
            for (Part part : parts) {
                int from = (int) Math.clamp(first - at, 0, part.size);
                keep(part, from, (int) Math.clamp(first + share - at, 0, part.size));
                at += part.size;
            }
            base = end;
        }

        private void keep(Part part, int from, int to) {
            if (to > from) {
                found.add(new Shard(rank, part.parameter.name(), from, to - from, base));
                base = Math.addExact(base, to - from);
            }
        }
    }

    /// What is dealt out.
    public Model model() {
        return model;
    }

    /// How it is dealt out to.
    public Layout layout() {
        return layout;
    }

    /// What a rank keeps, in the order of its buffer.
    public List<Shard> shards(int rank) {
        return shards.get(rank);
    }

    /// Numbers in a rank's buffer, padding included; so many for each state.
    public int size(int rank) {
        return sizes[rank];
    }

    /// The part of a parameter that a rank of tensor and expert parallelism has, whether ZeRO leaves it there or not.
    ///
    /// @return empty where it has none
    public Optional<Region> region(Parameter parameter, int tensor, int expert) {
        return rules.region(parameter, layout, tensor, expert);
    }

    /// A shard of a whole tensor; the vocabulary's padding is zero.
    ///
    /// @param tensor of the shard's parameter
    public double[] cut(Shard shard, double[] tensor) {
        Place place = layout.place(shard.rank());
        Region region = region(parameters.get(shard.parameter()), place.tensor(), place.data() % layout.expert())
                .orElseThrow();
        double[] part = new double[shard.length()];
        int first = shard.start();
        int end = first + part.length;
        region.runs((inWhole, inPart, length) -> {
            int from = Math.max(first, inPart);
            int to = Math.min(end, inPart + length);
            if (to > from) {
                System.arraycopy(tensor, inWhole + from - inPart, part, from - first, to - from);
            }
        });
        return part;
    }

    /// A rank's buffer of whole tensors; padding is zero.
    ///
    /// @param tensors by the names of parameters
    public double[] buffer(int rank, Function<String, double[]> tensors) {
        double[] buffer = new double[size(rank)];
        for (Shard shard : shards(rank)) {
            System.arraycopy(cut(shard, tensors.apply(shard.parameter())), 0, buffer, shard.offset(), shard.length());
        }
        return buffer;
    }

    /// A whole tensor of what ranks have. Elements that several have must agree to the bit, save for what the rules
    /// call average; padding is passed over, whatever it holds.
    ///
    /// @param extract gives the numbers of a shard
    /// @throws BadInput naming parameter, element and rank where ranks disagree
    public double[] unite(Parameter parameter, Function<Shard, double[]> extract) {
        return new Union(this, parameter, extract).tensor();
    }

    /// The pattern of a parameter.
    Pattern pattern(Parameter parameter) {
        return rules.pattern(parameter);
    }

    private boolean isExperts(Parameter parameter) {
        return rules.pattern(parameter) instanceof Experts;
    }

    private List<Integer> stages(Parameter parameter) {
        return parameter.layers().stream()
                .map(layer -> layout.stage(layer, layers))
                .distinct()
                .toList();
    }

    /// All copies of all parts of a parameter: for each stage that has it, each rank of tensor parallelism, then of
    /// expert parallelism, and, without ZeRO, for each replica.
    public List<Slice> slices(Parameter parameter) {
        return slices.computeIfAbsent(parameter.name(), _ -> find(parameter));
    }

    private List<Slice> find(Parameter parameter) {
        int experts = isExperts(parameter) ? layout.expert() : 1;
        List<Slice> found = new ArrayList<>();
        for (int stage : stages(parameter)) {
            for (int tensor = 0; tensor < layout.tensor(); tensor++) {
                for (int expert = 0; expert < experts; expert++) {
                    List<Integer> replicas = experts == 1
                            ? IntStream.range(0, layout.data()).boxed().toList()
                            : layout.replicas(expert);
                    Optional<Region> region = region(parameter, tensor, expert);
                    if (region.isPresent()) {
                        found.addAll(
                                copies(parameter, new Slice(tensor, expert, region.get(), List.of()), stage, replicas));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /// Without ZeRO each replica has a copy of its own.
    private List<Slice> copies(Parameter parameter, Slice slice, int stage, List<Integer> replicas) {
        Map<Integer, List<Shard>> copies = new LinkedHashMap<>();
        for (int replica : replicas) {
            shards.get(layout.rank(slice.tensor, stage, replica)).stream()
                    .filter(shard -> shard.parameter().equals(parameter.name()))
                    .forEach(shard -> copies.computeIfAbsent(layout.zero() == 0 ? replica : 0, _ -> new ArrayList<>())
                            .add(shard));
        }
        return copies.values().stream()
                .map(list -> new Slice(slice.tensor, slice.expert, slice.region, list))
                .toList();
    }
}
