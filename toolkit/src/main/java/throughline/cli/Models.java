package throughline.cli;

import java.util.Iterator;
import java.util.List;
import throughline.cluster.ClusterRun;
import throughline.data.Recipe;
import throughline.data.RecipeSource;
import throughline.fab.MiniFab;

/// The toolkit's own models that can be swept by name, found as a service; and the names of all that are, for `--help`.
public final class Models implements RecipeSource, Iterable<String> {
    @Override
    public List<Recipe<?>> recipes() {
        return List.of(MiniFab.recipe(), ClusterRun.recipe());
    }

    @Override
    public Iterator<String> iterator() {
        return RecipeSource.all().stream().<String>map(Recipe::name).iterator();
    }
}
