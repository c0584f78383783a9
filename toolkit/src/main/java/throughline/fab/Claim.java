package throughline.fab;

import java.util.List;

/// Places in front of stations: asked for, granted, or given back.
///
/// @param holder who asks: a machine by its name within the whole fab, or the starter
/// @param lots   that are to move
/// @param steps  one for each place; at stations with a limit
record Claim(String holder, List<Lot> lots, List<Step> steps) {}
