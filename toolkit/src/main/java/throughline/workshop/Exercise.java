package throughline.workshop;

import throughline.spec.BadInput;

/// One exercise of a course.
///
/// @param id      names it in cells, reports and solutions: lower-case words with hyphens
/// @param title   what is asked, as a short line
/// @param minutes that a class needs for it, 1 to 60
/// @param points  it is worth, at least 1
/// @param judge   tells right answers from others, and why
public record Exercise(String id, String title, int minutes, int points, Judge judge) {
    private static final int LONGEST = 60;

    public Exercise {
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new BadInput("exercise [%s] must be named in lower-case words with hyphens", id);
        }
        if (minutes < 1 || minutes > LONGEST) {
            throw new BadInput("exercise [%s]: minutes [%d] must be 1 to %d", id, minutes, LONGEST);
        }
        if (points < 1) {
            throw new BadInput("exercise [%s]: points [%d] must be at least 1", id, points);
        }
    }
}
