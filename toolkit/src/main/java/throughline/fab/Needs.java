package throughline.fab;

import java.util.Set;

/// What the machines of a station wait for before they act.
///
/// @param operator   to set up, load and unload
/// @param technician for maintenance and repair
/// @param limited    stations in front of which a lot needs a place before it can leave
record Needs(boolean operator, boolean technician, Set<String> limited) {
    boolean none() {
        return !operator && !technician && limited.isEmpty();
    }
}
