package io.jenkins.plugins.branchgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds the arrows of the architecture: which room may use which. */
@AnalyzeClasses(packages = "io.jenkins.plugins.branchgate", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    private static final String BASE = "io.jenkins.plugins.branchgate.";

    /** Each room with those it may use; {@code platform.docker} is a room of its own inside {@code platform}. */
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("model", List.of());
        MAY_USE.put("ledger", List.of("model"));
        MAY_USE.put("git", List.of("model"));
        MAY_USE.put("notify", List.of("model"));
        MAY_USE.put("image", List.of("model"));
        MAY_USE.put("platform", List.of("model"));
        MAY_USE.put("platform.docker", List.of("model", "image", "platform"));
        MAY_USE.put("logs", List.of("model", "platform"));
        MAY_USE.put("deploy", List.of("model", "ledger", "image", "platform"));
        MAY_USE.put("gate", List.of("model", "ledger", "git"));
        MAY_USE.put("reconcile", List.of("model", "ledger", "platform", "deploy"));
    }

    @ArchTest
    static final ArchRule onlyTheJenkinsRoomKnowsJenkins = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "jenkins..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hudson..",
                    "jenkins..",
                    "org.jenkinsci..",
                    "org.kohsuke..",
                    "com.cloudbees..",
                    "jakarta.servlet..");

    @ArchTest
    static void everyRoomUsesOnlyWhatItMay(JavaClasses classes) {
        MAY_USE.forEach((room, allowed) -> noClasses()
                .that()
                .resideInAnyPackage(inside(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others(room, allowed))
                .allowEmptyShould(true)
                .check(classes));
    }

    @ArchTest
    static void everyRoomIsKnownHere(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAPackage("io.jenkins.plugins.branchgate..")
                .should()
                .resideOutsideOfPackages(all())
                .check(classes);
    }

    /** {@code platform} means its port, not the implementations below it. */
    private static String[] inside(String room) {
        return room.equals("platform") ? new String[] {BASE + room} : new String[] {BASE + room + ".."};
    }

    private static String[] others(String room, List<String> allowed) {
        var forbidden = new ArrayList<String>(List.of(BASE + "jenkins.."));
        for (var other : MAY_USE.keySet()) {
            if (!other.equals(room) && !allowed.contains(other)) {
                forbidden.addAll(List.of(inside(other)));
            }
        }
        return forbidden.toArray(String[]::new);
    }

    private static String[] all() {
        var rooms = new ArrayList<String>(List.of(BASE + "jenkins.."));
        MAY_USE.keySet().forEach(room -> rooms.add(BASE + room + ".."));
        return rooms.toArray(String[]::new);
    }
}
