package throughline.notebook;

import java.awt.Color;

/// Colours for numbers: from dark to light, evenly to the eye, and to colour-blind eyes too. The nine colours between
/// which it interpolates are those of viridis (van der Walt and Smith, 2015; CC0).
final class Shades {
    private static final int[] VIRIDIS = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
    };

    private Shades() {}

    /// @param share 0 for the least, 1 for the most
    static Color at(double share) {
        double place = Math.clamp(share, 0, 1) * (VIRIDIS.length - 1);
        int below = Math.min((int) place, VIRIDIS.length - 2);
        Color a = new Color(VIRIDIS[below]);
        Color b = new Color(VIRIDIS[below + 1]);
        double t = place - below;
        return new Color(
                mixed(a.getRed(), b.getRed(), t),
                mixed(a.getGreen(), b.getGreen(), t),
                mixed(a.getBlue(), b.getBlue(), t));
    }

    /// Black or white, whichever can be read on a colour.
    static Color ink(Color ground) {
        double light = 0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
        return light > 140 ? House.INK : Color.WHITE;
    }

    private static int mixed(int a, int b, double t) {
        return (int) Math.round(a + (b - a) * t);
    }
}
