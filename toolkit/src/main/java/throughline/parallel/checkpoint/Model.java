package throughline.parallel.checkpoint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import throughline.spec.BadInput;

/// The parameters of a model, in the order in which a rank flattens them.
///
/// @param parameters each by another name
public record Model(List<Parameter> parameters) {
    /// @throws BadInput when two parameters have one name, or there is none
    public Model {
        if (parameters == null) {
            throw new BadInput("a model needs parameters");
        }
        parameters = List.copyOf(parameters);
        if (parameters.isEmpty()) {
            throw new BadInput("a model needs a parameter");
        }
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new BadInput("two parameters are called [%s]", parameter.name());
            }
        }
    }

    /// How many layers there are to be dealt out to stages.
    public int layers() {
        return 1 + parameters.stream().mapToInt(p -> p.layers().getLast()).max().orElseThrow();
    }

    /// The parameter of a name.
    ///
    /// @throws BadInput when there is none
    public Parameter parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput("parameter [%s] is not in the model", name));
    }

    /// Elements of all parameters, tied ones once.
    public long size() {
        return parameters.stream().mapToLong(Parameter::size).sum();
    }
}
