package throughline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import throughline.spec.BadInput;

/// Models that can be swept by name, in whichever process finds them as a service: `lab generate`, and the workers of
/// a cluster, to whom a sweep comes as the text of its `spec.json`. A module of models of its own names its class in
/// `META-INF/services/throughline.data.RecipeSource`.
@FunctionalInterface
public interface RecipeSource {
    /// The models, in the order in which they are listed.
    List<Recipe<?>> recipes();

    /// The models of all services on the class path.
    static List<Recipe<?>> all() {
        List<Recipe<?>> recipes = new ArrayList<>();
        ServiceLoader.load(RecipeSource.class).forEach(source -> recipes.addAll(source.recipes()));
        return recipes;
    }

    /// A model by its name.
    ///
    /// @throws BadInput listing the names there are
    static Recipe<?> named(List<Recipe<?>> recipes, String name) {
        return recipes.stream()
                .filter(recipe -> recipe.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "no model [%s]; there are %s",
                        name,
                        String.join(", ", recipes.stream().map(Recipe::name).toList())));
    }
}
