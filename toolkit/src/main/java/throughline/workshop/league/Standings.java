package throughline.workshop.league;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import throughline.data.Plot;
import throughline.spec.BadInput;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// How a league ended on one arena.
///
/// Places are shared by those that the seeds cannot tell from the best of them: with a probability of 95 % the truly
/// best rule is among those on place 1 (multiple comparisons with the best, Hsu 1984, with paired differences and
/// Bonferroni's inequality).
///
/// @param league  who took part
/// @param arena   where
/// @param results of all entries, the baselines first
public record Standings(League league, Arena arena, List<Result> results) {
    public Standings {
        results = List.copyOf(results);
    }

    /// Those that have played, from the best.
    public List<Place> places() {
        return Places.of(
                league.objective(), results.stream().filter(Result::played).toList());
    }

    /// Those that have not, in the order in which they were handed in.
    public List<Result> problems() {
        return results.stream().filter(result -> !result.played()).toList();
    }

    /// The place of an entry.
    ///
    /// @throws BadInput when it has not played, naming those that have
    public Place place(String name) {
        return places().stream()
                .filter(place -> place.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "[%s] has not played; there are %s",
                        name, places().stream().map(Place::name).toList()));
    }

    /// A row for each that has played: `place`, such as `1=` where it is shared; `name`, with a star where it is a
    /// baseline; the mean of the objective and its own 95 % interval; by how much it is `behind` the leader, with
    /// an interval that holds for all rows together; and two columns that say whether a rule leaves lots
    /// standing: the mean turnaround of those it has `finished [h]`, and lots `left` in the fab at the end. The
    /// last column says on which day a run first `drowned`, where one did; then there is no mean. See [Trial].
    public Table table() {
        List<Place> places = places();
        String unit = " [" + league.objective().unit() + "]";
        return Table.create(
                "league on " + arena.name(),
                StringColumn.create("place", places.stream().map(Place::text)),
                StringColumn.create("name", places.stream().map(Standings::starred)),
                numbers(league.objective().text(), places, Place::mean),
                numbers("low", places, place -> place.mean() - place.halfWidth()),
                numbers("high", places, place -> place.mean() + place.halfWidth()),
                numbers("behind" + unit, places, Place::behind),
                numbers("behind low", places, place -> place.behind() - place.behindWidth()),
                numbers("behind high", places, place -> place.behind() + place.behindWidth()),
                numbers("finished [h]", places, place -> mean(place, Trial::finishedHours)),
                numbers("left", places, place -> mean(place, Trial::left)),
                StringColumn.create("drowned", places.stream().map(Standings::drowned)));
    }

    static DoubleColumn numbers(String name, List<Place> places, ToDoubleFunction<Place> value) {
        return DoubleColumn.create(name, places.stream().mapToDouble(value).toArray());
    }

    private static double mean(Place place, ToDoubleFunction<Trial> value) {
        return place.result().trials().stream().mapToDouble(value).average().orElseThrow();
    }

    private static String drowned(Place place) {
        return place.result().trials().stream().filter(Trial::isDrowned).mapToDouble(Trial::drownedOn).min().stream()
                .mapToObj(day -> "day " + number(day))
                .findFirst()
                .orElse("");
    }

    static String starred(Place place) {
        return place.result().entry().baseline() ? place.name() + " *" : place.name();
    }

    /// By how much each is behind the leader, with the interval that holds for all together: those whose interval
    /// reaches 0 share the first place.
    public Plot plot() {
        return LeagueDrawing.of(this);
    }

    /// The same entries on a fab that nobody has seen, until interrupted.
    public Reshuffle reshuffled(Arena unseen) {
        return reshuffled(unseen, Cancel.onInterrupt(), Progress.NONE);
    }

    /// The same entries on a fab that nobody has seen: those that have played here.
    public Reshuffle reshuffled(Arena unseen, Cancel cancel, Progress progress) {
        List<Entry> played =
                results.stream().filter(Result::played).map(Result::entry).toList();
        return new Reshuffle(this, new Standings(league, unseen, league.results(played, unseen, cancel, progress)));
    }

    /// The standings as lines of text.
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("%s on %s, %d seeds of %s days after %s\n"
                .formatted(
                        league.objective().title(),
                        arena.name(),
                        league.seeds(),
                        number(arena.days()),
                        number(arena.warmUp())));
        text.append(String.format(
                Locale.ROOT,
                "%5s  %-20s %10s %8s  %9s %8s  %10s %8s\n",
                "place",
                "name",
                league.objective().unit(),
                "±",
                "behind",
                "±",
                "finished h",
                "left"));
        places().forEach(place -> text.append(line(place)));
        for (Result problem : problems()) {
            text.append(String.format(
                    Locale.ROOT, "%5s  %s: %s\n", "-", problem.entry().name(), problem.problem()));
        }
        return text.toString();
    }

    private static String line(Place place) {
        String name = starred(place);
        if (place.result().drowned()) {
            return String.format(
                    Locale.ROOT,
                    "%5s  %-20s drowned on %s; then %.0f lots were in the fab\n",
                    place.text(),
                    name,
                    drowned(place),
                    mean(place, Trial::left));
        }
        return String.format(
                Locale.ROOT,
                "%5s  %-20s %10.2f %8.2f  %9.2f %8.2f  %10.2f %8.1f\n",
                place.text(),
                name,
                place.mean(),
                place.halfWidth(),
                place.behind(),
                place.behindWidth(),
                mean(place, Trial::finishedHours),
                mean(place, Trial::left));
    }

    private static String number(double days) {
        return days == Math.rint(days) ? String.valueOf((long) days) : String.valueOf(days);
    }
}
