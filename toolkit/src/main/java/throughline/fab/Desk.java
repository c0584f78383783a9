package throughline.fab;

import throughline.devs.In;
import throughline.devs.Out;

/// Where a part of a fab asks for what it shares with others.
///
/// @param ask     for one
/// @param over    it is needed no longer, granted or not
/// @param granted it is there
record Desk<T>(Out<T> ask, Out<T> over, In<T> granted) {}
