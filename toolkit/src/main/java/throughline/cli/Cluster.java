package throughline.cli;

import java.util.Map;
import throughline.data.PartRunner;

/// Machines that make the parts of a dataset for `lab generate --spark`; found as a service, so that who does not ask
/// for it has none of its libraries.
public interface Cluster {
    /// Machines behind a master, which is asked whether it is there.
    ///
    /// @param master   where they are, as in `spark://host:7077` or `local[4]`
    /// @param settings of the cluster's own, by name
    /// @throws throughline.spec.BadInput when the master cannot be one, or does not answer
    PartRunner runner(String master, Map<String, String> settings);
}
