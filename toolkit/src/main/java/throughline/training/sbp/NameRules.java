package throughline.training.sbp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Layouts for a model's parameters from their names and shapes alone, as Redco gives them (Tan et al. 2023;
/// `redco/deployers/partition_utils.py`).
///
/// ```java
/// var tree = List.of(Parameter.of("mlp/fc_in/kernel", 64, 256), Parameter.of("mlp/fc_out/kernel", 256, 64));
/// NameRules.layouts(tree, 4);     // mlp/fc_in/kernel: S(1), mlp/fc_out/kernel: S(0)
/// ```
///
/// Parameters with the same last name, over all layers, get the same layout: along an axis that divides in all of them.
/// Consecutive matrices of a feed-forward part alternate between their last axis and their first; queries, keys and
/// values are split along the last, the output of attention along the first. Biases, norms, and what does not divide
/// are replicated.
public final class NameRules {
    /// What the parameters with one name have in common.
    private static final class Group {
        boolean attention = true;
        boolean ranksDiffer;
        boolean[] divides;

        void add(Parameter parameter, int devices) {
            Shape shape = parameter.shape();
            if (divides == null) {
                divides = new boolean[shape.rank()];
                Arrays.fill(divides, true);
            }
            ranksDiffer |= divides.length != shape.rank();
            for (int axis = 0; axis < shape.rank() && !ranksDiffer; axis++) {
                divides[axis] &= shape.size(axis) % devices == 0;
            }
            attention &= parameter.names().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .anyMatch(name -> name.contains("attention") || name.contains("attn"));
        }

        List<Integer> axes() {
            List<Integer> axes = new ArrayList<>();
            for (int axis = 0; divides != null && !ranksDiffer && axis < divides.length; axis++) {
                if (divides[axis]) {
                    axes.add(axis);
                }
            }
            return axes;
        }
    }

    private enum Side {
        FIRST,
        LAST
    }

    private NameRules() {}

    /// The layout of each parameter, by path, on a line of devices.
    ///
    /// @param devices that share the model, at least 1
    public static Map<String, Layout> layouts(List<Parameter> tree, int devices) {
        Map<String, Group> groups = new TreeMap<>();
        for (Parameter parameter : tree) {
            if (isMatrix(parameter)) {
                groups.computeIfAbsent(key(parameter), _ -> new Group()).add(parameter, devices);
            }
        }
        Map<String, Integer> split = new TreeMap<>();
        OptionalInt before = OptionalInt.empty();
        for (Map.Entry<String, Group> entry : groups.entrySet()) {
            List<Integer> axes = entry.getValue().axes();
            if (axes.isEmpty()) {
                continue;
            }
            Optional<Side> known = known(entry.getKey(), entry.getValue().attention);
            int axis = known.orElse(Side.LAST) == Side.FIRST ? axes.getFirst() : axes.getLast();
            if (known.isEmpty()) {
                if (before.isPresent() && before.getAsInt() == axis && axes.size() > 1) {
                    axis = axes.get(axes.size() - 2);
                }
                before = OptionalInt.of(axis);
            }
            split.put(entry.getKey(), axis);
        }
        Map<String, Layout> layouts = new TreeMap<>();
        for (Parameter parameter : tree) {
            Integer axis = isMatrix(parameter) ? split.get(key(parameter)) : null;
            layouts.put(parameter.path(), Layout.of(axis == null ? Sbp.BROADCAST : Sbp.split(axis)));
        }
        return layouts;
    }

    private static boolean isMatrix(Parameter parameter) {
        String last = parameter.names().getLast();
        return last.equals("kernel") || last.equals("embedding");
    }

    /// The name that decides: that of the layer for a kernel; all embeddings are one.
    private static String key(Parameter parameter) {
        List<String> names = parameter.names();
        boolean kernel = names.getLast().equals("kernel");
        return kernel && names.size() > 1 ? names.get(names.size() - 2) : names.getLast();
    }

    /// The side that a name stands for; empty where matrices alternate.
    private static Optional<Side> known(String name, boolean attention) {
        List<String> words = List.of(name.split("_"));
        char first = name.charAt(0);
        char last = name.charAt(name.length() - 1);
        if (name.equals("embedding")) {
            return Optional.of(Side.FIRST);
        } else if (attention && ("qkv".indexOf(first) >= 0 || "qkv".indexOf(last) >= 0)) {
            return Optional.of(Side.LAST);
        } else if (attention && (first == 'o' || last == 'o')) {
            return Optional.of(Side.FIRST);
        } else if (name.startsWith("up") || name.startsWith("gate") || name.startsWith("wi") || words.contains("in")) {
            return Optional.of(Side.LAST);
        } else if (name.startsWith("down") || name.startsWith("wo") || words.contains("out")) {
            return Optional.of(Side.FIRST);
        }
        return name.startsWith("head") || name.endsWith("head") ? Optional.of(Side.LAST) : Optional.empty();
    }
}
