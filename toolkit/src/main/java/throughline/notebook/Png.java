package throughline.notebook;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Images as PNG.
final class Png {
    private static final int[] COLOURS = {256, 64, 32, 16};
    private static final int MOST_BYTES = 150_000;

    private Png() {}

    /// The same bytes for the same pixels, as few as deflate can.
    static byte[] bytes(BufferedImage image) {
        return encoded(image);
    }

    /// The same with at most 256 colours: the most frequent ones, and the nearest of them for the rest, which in a
    /// figure are the edges of letters and lines. With fewer where that is more than 150 kB.
    static byte[] ofFigure(BufferedImage image) {
        byte[] png = {};
        for (int colours : COLOURS) {
            png = encoded(indexed(image, colours));
            if (png.length <= MOST_BYTES) {
                break;
            }
        }
        return png;
    }

    /// The nearest image of at most so many colours.
    static BufferedImage indexed(BufferedImage image, int most) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, int[]> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.computeIfAbsent(pixel, p -> new int[1])[0]++;
        }
        int[] palette = counts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Integer, int[]> e) -> -e.getValue()[0])
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        Map<Integer, Integer> nearest = new HashMap<>();
        counts.keySet().forEach(pixel -> nearest.put(pixel, nearest(palette, pixel)));
        IndexColorModel colours = new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
        byte[] indices = ((DataBufferByte) indexed.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            indices[i] = nearest.get(pixels[i]).byteValue();
        }
        return indexed;
    }

    private static int nearest(int[] palette, int pixel) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < palette.length; i++) {
            int red = (palette[i] >> 16 & 255) - (pixel >> 16 & 255);
            int green = (palette[i] >> 8 & 255) - (pixel >> 8 & 255);
            int blue = (palette[i] & 255) - (pixel & 255);
            int distance = red * red + green * green + blue * blue;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static byte[] encoded(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam most = writer.getDefaultWriteParam();
            most.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            most.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
