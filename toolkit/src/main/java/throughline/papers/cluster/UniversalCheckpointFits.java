package throughline.papers.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import throughline.learning.FitState;
import throughline.parallel.checkpoint.AtomicCheckpoint;
import throughline.parallel.checkpoint.Contents;
import throughline.parallel.checkpoint.Model;
import throughline.parallel.checkpoint.Parameter;
import throughline.parallel.checkpoint.Precision;
import throughline.parallel.checkpoint.Rules;
import throughline.parallel.checkpoint.Tensors;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The toolkit's own fits of neural forecasters as atoms, and back.
///
/// ```java
/// AtomicCheckpoint atoms = UniversalCheckpointFits.atoms(FitState.read(file), folder);
/// UniversalCheckpointFits.state(atoms, atoms.contents()).write(copy);   // the same bytes
/// ```
///
/// A fit's file has neither names nor shapes: arrays are flat and called by their place, each a layer of its own. So
/// ranks of tensor parallelism have them whole; stages and ZeRO deal them out.
public final class UniversalCheckpointFits {
    private static final String ABOUT = "fit";
    private static final List<String> STATES = List.of("weight", "best", "exp_avg", "exp_avg_sq");

    private UniversalCheckpointFits() {}

    /// A saved fit as atoms, bit for bit.
    public static AtomicCheckpoint atoms(FitState state, Path folder) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < state.weights().size(); i++) {
            parameters.add(Parameter.of(name(i), i, state.weights().get(i).length));
        }
        Map<String, List<float[]>> states = Map.of(
                "weight",
                state.weights(),
                "best",
                state.best(),
                "exp_avg",
                state.means(),
                "exp_avg_sq",
                state.squares());
        Contents contents = Contents.of(new Model(parameters), Rules.parse("** replicated"), STATES, Precision.FLOAT)
                .at(0, Map.of(ABOUT, state.about()));
        return AtomicCheckpoint.write(
                folder,
                contents,
                (name, kept) ->
                        UniversalCheckpointTokens.doubles(states.get(kept).get(place(name))),
                1,
                Cancel.NEVER,
                Progress.NONE);
    }

    private static String name(int place) {
        return "array-%04d".formatted(place);
    }

    private static int place(String name) {
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }

    /// The fit back from whole tensors, those of a resharded checkpoint for instance.
    ///
    /// @throws BadInput when they are not those of a fit
    public static FitState state(Tensors tensors, Contents contents) {
        String about = contents.extras().get(ABOUT);
        if (about == null) {
            throw new BadInput(
                    "a checkpoint with extras %s is not of a fit",
                    contents.extras().keySet());
        }
        return new FitState(
                about,
                arrays(tensors, contents, "weight"),
                arrays(tensors, contents, "best"),
                arrays(tensors, contents, "exp_avg"),
                arrays(tensors, contents, "exp_avg_sq"));
    }

    private static List<float[]> arrays(Tensors tensors, Contents contents, String state) {
        return List.copyOf(
                UniversalCheckpointTokens.arrays(tensors, contents, state).values());
    }
}
