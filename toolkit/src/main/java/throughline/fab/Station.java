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
/// @param wake          which of several free tools chooses first
/// @param area          of the fab that it belongs to, such as `Litho`; empty where areas do not matter
public record Station(
        String name,
        List<Tool> tools,
        double loadMinutes,
        double unloadMinutes,
        Dispatch dispatch,
        Places places,
        Wake wake,
        String area) {
    /// Which of several free tools chooses its lots first. It decides how evenly the tools are worn: in turn, all reach
    /// the maintenance that counts wafers at about the same time.
    public enum Wake {
        /// The one that has been free longest.
        LONGEST_FREE,
        /// The first in the order of the station's tools.
        FIRST
    }

    /// A station whose tools take turns.
    public Station(
            String name, List<Tool> tools, double loadMinutes, double unloadMinutes, Dispatch dispatch, Places places) {
        this(name, tools, loadMinutes, unloadMinutes, dispatch, places, Wake.LONGEST_FREE, "");
    }

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

    /// This station with another rule.
    public Station with(Dispatch rule) {
        return new Station(name, tools, loadMinutes, unloadMinutes, rule, places, wake, area);
    }
}
