package throughline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import throughline.spec.Cancel;
import throughline.spec.Progress;

/// The floors of the toolkit: what each package may import of ours, beside floor 0, which is open to all.
class ArchitectureTest {
    private static final List<String> FLOOR_0 = List.of("random", "spec", "devs", "data");
    private static final List<String> MODELS = List.of(
            "hardware",
            "fab",
            "training",
            "kernels",
            "decoding",
            "reasoning",
            "agents",
            "parallel",
            "cluster",
            "serving");
    private static final Map<String, List<String>> KNOWS = knows();

    private static final JavaClasses TOOLKIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("throughline");

    private static Map<String, List<String>> knows() {
        Map<String, List<String>> knows = new TreeMap<>();
        FLOOR_0.forEach(name -> knows.put(name, List.of()));
        knows.put("hardware", List.of());
        knows.put("fab", List.of());
        knows.put("training", List.of("hardware"));
        knows.put("kernels", List.of("hardware"));
        knows.put("decoding", List.of("hardware"));
        knows.put("reasoning", List.of("hardware", "training", "scaling"));
        knows.put("agents", List.of());
        knows.put("parallel", List.of());
        knows.put("cluster", List.of("hardware", "training"));
        knows.put("serving", List.of("hardware", "training", "decoding"));
        knows.put("learning", List.of());
        knows.put("scaling", List.of());
        knows.put(
                "papers",
                Stream.concat(MODELS.stream(), Stream.of("learning", "scaling")).toList());
        knows.put("notebook", List.of("hardware", "papers"));
        knows.put("workshop", List.copyOf(knows.keySet()));
        knows.put("site", List.of("hardware", "papers"));
        knows.put("cli", List.copyOf(knows.keySet()));
        return knows;
    }

    private static Stream<String> packages() {
        return KNOWS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageKnowsOnlyTheFloorsBelowIt(String name) {
        Stream<String> open = Stream.of(List.of(name), FLOOR_0, KNOWS.get(name)).flatMap(List::stream);
        holds(noClasses().that(in(name)).should().dependOnClassesThat(ours().and(not(in(open)))));
    }

    @Test
    void everyClassLivesInAPackageOfTheTable() {
        holds(classes().should().resideInAnyPackage(patterns(packages())));
    }

    /// A run is a long loop, so it takes [Cancel] and [Progress]; that is all the kernel may know of ours.
    @Test
    void theKernelKnowsNothingOfOursButTheContractOfLongWork() {
        holds(noClasses()
                .that(in("devs"))
                .should()
                .dependOnClassesThat(
                        ours().and(not(in("devs"))).and(not(belongToAnyOf(Cancel.class, Progress.class)))));
    }

    @Test
    void noTwoPackagesKnowEachOther() {
        holds(slices().matching("throughline.(*)..").should().beFreeOfCycles());
    }

    @Test
    void modelsNeverDraw() {
        holds(noClasses()
                .that(in(Stream.concat(MODELS.stream(), FLOOR_0.stream())))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.knowm.xchart..", "tech.tablesaw.plotly..", "java.awt..", "javax.swing.."));
    }

    @Test
    void onlyTheNotebookDraws() {
        holds(noClasses()
                .that(ours().and(not(in("notebook"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.knowm.xchart.."));
    }

    @Test
    void theToolkitDoesNotLinkSmile() {
        holds(noClasses().should().dependOnClassesThat().resideInAPackage("smile.."));
    }

    /// DJL keeps such a number in memory of Java's only until the call returns, and PyTorch reads it in the
    /// backward pass: gradients were wrong when the collector came between. Where gradients need a number, let
    /// the engine make it, as `manager.full(new Shape(), number)` does.
    @Test
    void noArrayIsCombinedWithANumberOfJavas() {
        holds(noClasses()
                .should()
                .callMethodWhere(
                        target(owner(assignableTo(NDArray.class))).and(target(rawParameterTypes(Number.class)))));
    }

    /// Packages that do not exist yet hold nothing that could break a rule.
    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(TOOLKIT);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("throughline..");
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return in(Stream.of(name));
    }

    private static DescribedPredicate<JavaClass> in(Stream<String> names) {
        return resideInAnyPackage(patterns(names));
    }

    private static String[] patterns(Stream<String> names) {
        return names.map("throughline.%s.."::formatted).toArray(String[]::new);
    }
}
