package throughline.papers.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import throughline.cluster.faults.FaultTrace;
import throughline.papers.Evidence;
import throughline.papers.Recomputed;
import throughline.papers.Reported;

/// How well the counts of single days are forecast, by proper scores: nobody reports these, so they are shown beside
/// each other and judged by nobody.
final class FaultForecastDays {
    private static final String WHERE = "scored here: the trace's authors forecast nothing";
    private static final List<String> FORECASTS = List.of("model", "constant rate", "negative binomial law");
    private static final List<String> SCORES =
            List.of("log score of a day", "CRPS of a day", "days within the central 90 %");
    private static final List<String> UNITS = List.of("nat", "faults", "");

    private FaultForecastDays() {}

    private static String row(String score, String forecast) {
        return score + ", " + forecast;
    }

    static List<Reported> reported() {
        return IntStream.range(0, SCORES.size())
                .boxed()
                .flatMap(i -> FORECASTS.stream()
                        .map(forecast -> Reported.notKnown(row(SCORES.get(i), forecast), UNITS.get(i), WHERE)))
                .toList();
    }

    static void claims(Evidence evidence, FaultTrace first, FaultTrace second, List<FaultTrace> model) {
        int[] seen = first.counts(1);
        int[] simulated =
                model.stream().flatMapToInt(run -> Arrays.stream(run.counts(1))).toArray();
        List<DailyForecast> forecasts = List.of(
                DailyForecast.simulated(simulated),
                DailyForecast.poisson(Arrays.stream(seen).average().orElseThrow()),
                DailyForecast.negativeBinomial(seen));
        List<ToDoubleBiFunction<DailyForecast, Integer>> scores = List.of(
                DailyForecast::logScore, DailyForecast::crps, (forecast, count) -> forecast.covers(count) ? 1 : 0);
        int[] came = second.counts(1);
        for (int i = 0; i < SCORES.size(); i++) {
            for (int j = 0; j < FORECASTS.size(); j++) {
                ToDoubleBiFunction<DailyForecast, Integer> score = scores.get(i);
                DailyForecast forecast = forecasts.get(j);
                double mean = Arrays.stream(came)
                        .mapToDouble(count -> score.applyAsDouble(forecast, count))
                        .average()
                        .orElseThrow();
                evidence.claim(Recomputed.of(row(SCORES.get(i), FORECASTS.get(j)), mean));
            }
        }
    }
}
