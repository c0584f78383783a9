package throughline.papers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import throughline.spec.BadInput;

/// The papers that the toolkit sets out to recompute, built or not, in the order of the chapters.
///
/// @param listings one a paper; ids are unique
public record Catalogue(List<Listing> listings) {
    /// What is known of a paper before it is read.
    ///
    /// @param id          short name
    /// @param chapter     number of its chapter, from 1
    /// @param chapterName name of its chapter
    /// @param title       as printed
    /// @param source      arXiv id, date, venue
    public record Listing(String id, int chapter, String chapterName, String title, String source) {}

    public Catalogue {
        listings = List.copyOf(listings);
        if (listings.stream().map(Listing::id).distinct().count() != listings.size()) {
            throw new IllegalArgumentException("two papers of the catalogue have one id");
        }
    }

    /// The 102 papers, from the resource `catalogue.csv`.
    public static Catalogue standard() {
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.csv")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads `id,chapter,chapterName,title,source` lines under a line of headings.
    static Catalogue parse(String csv) {
        return new Catalogue(Csv.parse(csv).stream()
                .skip(1)
                .map(c -> new Listing(c.get(0), Integer.parseInt(c.get(1)), c.get(2), c.get(3), c.get(4)))
                .toList());
    }

    /// The paper of an id, in capitals or not.
    ///
    /// @throws BadInput naming the nearest ids, if there is none
    public Listing paper(String id) {
        return listings.stream()
                .filter(listing -> listing.id().equalsIgnoreCase(id.strip()))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "paper [%s] is not in the catalogue; the nearest are %s",
                        id, nearest(id, listings.stream().map(Listing::id))));
    }

    /// The papers of a chapter.
    ///
    /// @param chapter its number, its name, or a part of the name that no other chapter shares
    /// @throws BadInput naming the chapters, nearest first, if it is none or several
    public List<Listing> chapter(String chapter) {
        String wanted = chapter.strip().toLowerCase(Locale.ROOT);
        List<Listing> exact = listings.stream()
                .filter(listing -> wanted.equals(Integer.toString(listing.chapter()))
                        || listing.chapterName().equalsIgnoreCase(wanted))
                .toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<Listing> part = listings.stream()
                .filter(listing ->
                        listing.chapterName().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        if (part.stream().mapToInt(Listing::chapter).distinct().count() != 1) {
            throw new BadInput(
                    "chapter [%s] is not one of 1 to %d; the nearest are %s",
                    chapter,
                    listings.stream().mapToInt(Listing::chapter).max().orElse(0),
                    nearest(chapter, listings.stream().map(Listing::chapterName)));
        }
        return part;
    }

    /// The three names nearest to what was asked for: those that contain it first, then by letters to change.
    private static String nearest(String asked, Stream<String> names) {
        String wanted = asked.strip().toLowerCase(Locale.ROOT);
        return names.distinct()
                .sorted(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .limit(3)
                .collect(Collectors.joining(", "));
    }

    /// Levenshtein's distance, below all others where one contains the other.
    private static int distance(String a, String b) {
        if (!a.isEmpty() && (a.contains(b) || b.contains(a))) {
            return -1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(diagonal, row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
