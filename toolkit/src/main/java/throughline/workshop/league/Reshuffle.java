package throughline.workshop.league;

import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Multiples;

/// The same rules on the fab they were made on and on one that nobody had seen.
///
/// @param known  standings there
/// @param unseen standings here
public record Reshuffle(Standings known, Standings unseen) {
    /// What became of an entry.
    ///
    /// @param name       who
    /// @param before     its place on the known fab
    /// @param after      its place on the unseen fab
    /// @param overFifo   whether it was told from FIFO on the known fab: `better`, `worse`, or `same` when the
    ///                   seeds do not tell
    /// @param overUnseen the same on the unseen fab
    public record Move(String name, Place before, Place after, String overFifo, String overUnseen) {
        /// Whether it was told better than FIFO where it could be tuned, and is not where it could not.
        public boolean overfitted() {
            return overFifo.equals("better") && !overUnseen.equals("better");
        }
    }

    /// Everybody who has played both, in the order of the known places.
    public List<Move> moves() {
        List<Place> after = unseen.places();
        List<Place> before = known.places();
        return before.stream()
                .filter(place -> after.stream().anyMatch(other -> other.name().equals(place.name())))
                .map(place -> new Move(
                        place.name(),
                        place,
                        named(after, place.name()),
                        overFifo(known, before, place),
                        overFifo(unseen, after, named(after, place.name()))))
                .toList();
    }

    private static Place named(List<Place> places, String name) {
        return places.stream()
                .filter(place -> place.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String overFifo(Standings standings, List<Place> places, Place place) {
        if (places.stream().noneMatch(other -> other.name().equals(League.FIFO))) {
            return "same";
        }
        int told = Places.told(
                standings.league().objective(),
                place.result(),
                named(places, League.FIFO).result(),
                places.size());
        return told < 0 ? "better" : told > 0 ? "worse" : "same";
    }

    /// Those that overfitted: see [Move#overfitted()].
    public List<String> overfitted() {
        return moves().stream().filter(Move::overfitted).map(Move::name).toList();
    }

    /// How alike both orders are: Kendall's tau-b of the places, with ties; 1 is the same order, 0 none in common, -1
    /// the reverse; NaN when everybody shares one place. The more rules are far worse than all others on both
    /// fabs, the higher it is.
    public double tau() {
        List<Move> moves = moves();
        return Kendall.tauB(
                moves.stream().mapToInt(move -> move.before().place()).toArray(),
                moves.stream().mapToInt(move -> move.after().place()).toArray());
    }

    /// A row for each that has played both: `name`, its `place` and the one on the `unseen` fab, how it did
    /// beside FIFO on both, and whether it `overfitted`.
    public Table table() {
        List<Move> moves = moves();
        return Table.create(
                "%s, then %s".formatted(known.arena().name(), unseen.arena().name()),
                StringColumn.create("name", moves.stream().map(move -> Standings.starred(move.before()))),
                StringColumn.create(
                        "place", moves.stream().map(move -> move.before().text())),
                StringColumn.create(
                        "unseen", moves.stream().map(move -> move.after().text())),
                StringColumn.create("beside FIFO", moves.stream().map(Move::overFifo)),
                StringColumn.create("beside FIFO, unseen", moves.stream().map(Move::overUnseen)),
                StringColumn.create("verdict", moves.stream().map(Reshuffle::verdict)));
    }

    /// The unseen standings and the reshuffle as lines of text.
    public String text() {
        StringBuilder text = new StringBuilder("\n" + unseen.text() + "\n");
        text.append("%-20s %10s %8s  %-12s unseen\n".formatted("name", "place", "unseen", "beside FIFO"));
        for (Move move : moves()) {
            text.append("%-20s %10s %8s  %-12s %-12s %s"
                            .formatted(
                                    Standings.starred(move.before()),
                                    move.before().text(),
                                    move.after().text(),
                                    move.overFifo(),
                                    move.overUnseen(),
                                    verdict(move))
                            .stripTrailing())
                    .append('\n');
        }
        text.append(
                Double.isNaN(tau())
                        ? "Kendall's tau-b of the places: none, all share one\n"
                        : String.format(Locale.ROOT, "Kendall's tau-b of the places: %.2f\n", tau()));
        return text.toString();
    }

    private static String verdict(Move move) {
        return move.overfitted() ? "overfitted" : "";
    }

    /// How far everybody is behind the leader, on both fabs, in the order of the known one.
    public Multiples plot() {
        List<String> names = moves().stream().map(Move::name).toList();
        return new Multiples(
                "Behind the leader; who reaches 0 shares the first place",
                List.of(
                        LeagueDrawing.of(known, names).titled(known.arena().name()),
                        LeagueDrawing.of(unseen, names).titled(unseen.arena().name() + " (unseen)")));
    }
}
