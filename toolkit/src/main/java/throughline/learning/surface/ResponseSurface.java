package throughline.learning.surface;

import java.util.List;
import throughline.spec.BadInput;

/// An answer of a simulator as a function of its knobs, with how sure it is. Immutable.
public interface ResponseSurface {
    /// What it was fitted to, or given since.
    Observations seen();

    /// What is to be expected at a setting, one prediction an answer, in the order of [Observations#answers()].
    ///
    /// @param setting one number a knob
    /// @throws BadInput if there are not as many, or one is out of its range
    List<Prediction> at(double... setting);

    /// The same surface with other runs to go by: what was learnt of its roughness and noise is kept, so that it costs
    /// less than a fit.
    ///
    /// @throws BadInput if they are of other knobs or answers
    ResponseSurface given(Observations other);
}
