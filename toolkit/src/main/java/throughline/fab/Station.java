package throughline.fab;

import java.util.List;

/// Tools that can do the same steps, with the queue in front of them.
///
/// @param name          unique in the fab
/// @param tools         at least one
/// @param loadMinutes   to load a tool, before processing
/// @param unloadMinutes to unload it; the tool is held until then
/// @param dispatch      which lot goes first
/// @param places        for lots that wait
public record Station(
        String name, List<Tool> tools, double loadMinutes, double unloadMinutes, Dispatch dispatch, Places places) {
    /// A station in front of which any number of lots can wait.
    public Station(String name, List<Tool> tools, double loadMinutes, double unloadMinutes, Dispatch dispatch) {
        this(name, tools, loadMinutes, unloadMinutes, dispatch, Places.UNLIMITED);
    }

    public Station {
        tools = List.copyOf(tools);
        if (tools.isEmpty()) {
            throw new IllegalArgumentException("station %s has no tools".formatted(name));
        }
    }
}
