package throughline.cluster.overlap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import throughline.devs.Coupled;

/// A phase machine as a coupled model: what releases tasks, and each resource that serves them.
final class PhaseModel extends Coupled {
    private final Release release;

    PhaseModel(List<Task> tasks) {
        super("phases");
        Map<Resource, Integer> places = new LinkedHashMap<>();
        tasks.forEach(task -> places.putIfAbsent(task.resource(), places.size()));
        release = add(new Release(tasks, places));
        places.forEach((resource, place) -> {
            Service service = add(new Service("service" + place, resource));
            couple(release.start(place), service.arriving);
            couple(service.finished, release.finished);
        });
    }

    List<PhaseRun.Piece> pieces() {
        return release.pieces();
    }
}
