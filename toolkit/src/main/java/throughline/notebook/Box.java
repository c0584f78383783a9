package throughline.notebook;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.Arrays;
import throughline.data.Sample;

/// A sample in five numbers and the values beyond them (Tukey, Exploratory Data Analysis, 1977).
final class Box {
    private static final double REACH = 1.5;

    private final Sample sample;
    private final double[] sorted;

    /// @param sample at least one value, all finite
    Box(double[] sample) {
        this.sample = new Sample(sample);
        sorted = this.sample.sorted();
    }

    /// From a place and a value to the canvas.
    @FunctionalInterface
    interface Plane {
        Point2D at(double place, double value);
    }

    double quantile(double share) {
        return sample.quantile(share);
    }

    /// The least value that the whisker reaches.
    double least() {
        double fence = quantile(0.25) - REACH * (quantile(0.75) - quantile(0.25));
        return Arrays.stream(sorted).filter(value -> value >= fence).findFirst().orElse(sorted[0]);
    }

    /// The greatest value that the whisker reaches.
    double greatest() {
        double fence = quantile(0.75) + REACH * (quantile(0.75) - quantile(0.25));
        return Arrays.stream(sorted).filter(value -> value <= fence).max().orElse(sorted[sorted.length - 1]);
    }

    /// @param half   width of the box on the axis of places
    /// @param middle of the box there
    void paint(Graphics2D canvas, Look look, double half, double middle, Plane plane) {
        double low = quantile(0.25);
        double high = quantile(0.75);
        canvas.setStroke(new BasicStroke(1.4f));
        canvas.setColor(look.color());
        line(canvas, plane, middle, least(), middle, low);
        line(canvas, plane, middle, high, middle, greatest());
        line(canvas, plane, middle - half / 2, least(), middle + half / 2, least());
        line(canvas, plane, middle - half / 2, greatest(), middle + half / 2, greatest());
        Path2D box = new Path2D.Double();
        Point2D corner = plane.at(middle - half, low);
        box.moveTo(corner.getX(), corner.getY());
        for (double[] next : new double[][] {{middle + half, low}, {middle + half, high}, {middle - half, high}}) {
            corner = plane.at(next[0], next[1]);
            box.lineTo(corner.getX(), corner.getY());
        }
        box.closePath();
        canvas.setColor(look.band());
        canvas.fill(box);
        canvas.setColor(look.color());
        canvas.draw(box);
        canvas.setStroke(new BasicStroke(2.4f));
        line(canvas, plane, middle - half, quantile(0.5), middle + half, quantile(0.5));
        double least = least();
        double greatest = greatest();
        for (double value : sorted) {
            if (value < least || value > greatest) {
                Point2D point = plane.at(middle, value);
                look.mark(canvas, point.getX(), point.getY(), false);
            }
        }
    }

    private static void line(
            Graphics2D canvas, Plane plane, double place, double value, double toPlace, double toValue) {
        canvas.draw(new Line2D.Double(plane.at(place, value), plane.at(toPlace, toValue)));
    }
}
