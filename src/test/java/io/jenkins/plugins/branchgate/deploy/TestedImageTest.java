package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which image a commit means, on which engine: nobody's word counts elsewhere, and a gate lets in what was tested. */
class TestedImageTest {

    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");
    private static final Pages CLEAN = Pages.of(1, "index.html", "clean");
    private static final ImageDigest EVIL = new ImageDigest("sha256:" + "e".repeat(64));

    private final FakePlatform qaPlatform = new FakePlatform();
    private final FakeImages qaImages = new FakeImages();
    private Stage stage;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new Stage(folder);
        qaPlatform.identity = new TargetId("memory:qa");
    }

    @AfterEach
    void close() throws Exception {
        assertEquals(List.of(), stage.platform.violations());
        stage.close();
    }

    @Test
    void anEngineThatGivesACleanCommitAnotherImageIsBelievedOfItselfOnly() throws Exception {
        stage.images.put(new ImageRef("evil:1"), EVIL, ImageTags.labels(Stage.SITE));
        qaImages.put(new ImageRef("evil:1"), EVIL, Map.of());
        qaImages.lie = EVIL;
        assertEquals(EVIL, toQa(CLEAN).release().digest());
        var here = stage.deploy(request(open(), CLEAN, null, Admission.OPEN));
        assertFalse(here.release().digest().equals(EVIL));
        assertEquals(1, stage.images.built);
    }

    @Test
    void anEngineThatCallsItselfByAnothersIdChangesNothingThere() throws Exception {
        qaPlatform.identity = stage.platform.identity;
        stage.images.put(
                new ImageRef("evil:1"),
                EVIL,
                ImageTags.labels(Stage.SITE, Pages.of(6, "x", "evil").tree(), null));
        qaImages.lie = EVIL;
        toQa(CLEAN);
        var here = stage.deploy(request(open(), CLEAN, null, Admission.OPEN));
        assertFalse(here.release().digest().equals(EVIL), "an image of another tree");
    }

    @Test
    void anImageOfADeploymentThatFailedIsNotTakenForTheNext() throws Exception {
        stage.platform.sick = digest -> true;
        assertThrows(DeploymentException.class, () -> stage.deploy(request(open(), CLEAN, null, Admission.OPEN)));
        stage.platform.sick = digest -> false;
        stage.deploy(request(open(), CLEAN, null, Admission.OPEN));
        assertEquals(2, stage.images.built);
        stage.deploy(request(open(), CLEAN, null, Admission.OPEN));
        assertEquals(2, stage.images.built, "the second succeeded");
    }

    @Test
    void whatQaTestedIsCopiedToTheEngineOfAGatedEnvironment() throws Exception {
        var tested = toQa(CLEAN).release();
        var log = new ArrayList<String>();
        var done = toProduction(tested, Admission.APPROVED, log);
        assertEquals(tested.digest(), done.release().digest());
        assertEquals(0, stage.images.built);
        assertEquals(tested.digest(), stage.images.find(tested.image()).orElseThrow(), "under its usual name");
        assertTrue(log.stream().anyMatch(line -> line.contains("copying it from the engine of qa")), log::toString);
        toProduction(tested, Admission.APPROVED, log);
        assertEquals(1, stage.images.loaded, "once is enough");
    }

    @Test
    void withoutTheTestedImageAGatedEnvironmentStaysAsItIs() throws Exception {
        var first = toQa(CLEAN).release();
        toProduction(first, Admission.APPROVED, new ArrayList<>());
        var tested = toQa(Pages.of(2, "index.html", "two")).release();
        qaImages.clear();
        var failed = assertThrows(
                DeploymentException.class, () -> toProduction(tested, Admission.APPROVED, new ArrayList<>()));
        for (String said : List.of(
                "does not have the image " + tested.digest(),
                "from the engine of qa: it does not have the image",
                "so nothing was built",
                "docker save " + tested.image(),
                "release " + first.id() + " serves on")) {
            assertTrue(failed.getMessage().contains(said), failed.getMessage());
        }
        var unreached = assertThrows(
                DeploymentException.class,
                () -> stage.deploy(request(gated(), Pages.of(2, "index.html", "two"), tested, Admission.APPROVED)));
        assertTrue(unreached.getMessage().contains("from the engine of qa"), unreached.getMessage());
        assertEquals(0, stage.images.built);
        assertEquals(first.digest(), runs());
    }

    @Test
    void whatComesAsTheTestedImageAndIsAnotherIsNotRun() throws Exception {
        var tested = toQa(CLEAN).release();
        qaImages.boasts = true;
        qaImages.put(tested.image(), tested.digest(), Map.of("io.jenkins.branch-gate.site", "other-site"));
        var failed = assertThrows(
                DeploymentException.class, () -> toProduction(tested, Admission.APPROVED, new ArrayList<>()));
        assertTrue(failed.getMessage().contains("does not carry the labels"), failed.getMessage());
        assertEquals(0, stage.images.built);
    }

    @Test
    void aRollbackOfAGatedEnvironmentIsCopiedOrRefusedAndNeverBuilt() throws Exception {
        var first = toQa(CLEAN).release();
        toProduction(first, Admission.APPROVED, new ArrayList<>());
        toProduction(toQa(Pages.of(2, "index.html", "two")).release(), Admission.APPROVED, new ArrayList<>());
        stage.images.clear();
        var back = Rollback.request(stage.ledger().view(), Stage.SITE, PRODUCTION, null, "someone", null)
                .withTree(CLEAN);
        assertEquals(first.digest(), deploy(back, new ArrayList<>()).release().digest());
        stage.images.clear();
        qaImages.clear();
        var again = Rollback.request(stage.ledger().view(), Stage.SITE, PRODUCTION, null, "someone", null)
                .withTree(Pages.of(2, "index.html", "two"));
        var failed = assertThrows(DeploymentException.class, () -> deploy(again, new ArrayList<>()));
        assertTrue(failed.getMessage().contains("nothing was built"), failed.getMessage());
        assertEquals(0, stage.images.built);
        assertEquals(first.digest(), runs());
    }

    @Test
    void aMergeThatNobodyTestedAsAWholeIsBuiltOnceAndNotAgain() throws Exception {
        stage.deploy(request(gated(), CLEAN, null, Admission.APPROVED));
        assertEquals(1, stage.images.built);
        stage.images.clear();
        var failed = assertThrows(
                DeploymentException.class, () -> stage.deploy(request(gated(), CLEAN, null, Admission.KNOWN)));
        assertTrue(failed.getMessage().contains("no other engine is known to have had it"), failed.getMessage());
        assertEquals(1, stage.images.built);
        stage.deploy(request(gated(), CLEAN, null, Admission.OVERRIDE));
        assertEquals(2, stage.images.built, "a person with the permission said so");
    }

    @Test
    void whatSomebodyElsesProductionRanIsNotTheImageOfItsNewOwners() throws Exception {
        stage.deploy(request(gated(), CLEAN, null, Admission.INITIAL), qaPlatform, qaImages);
        stage.ledger().<Void, RuntimeException>transact((view, append) -> {
            var taken = new Ownership(
                    gated(),
                    "shop",
                    "",
                    stage.platform.identity,
                    TargetConnection.configured("production"),
                    null,
                    List.of(),
                    null,
                    null,
                    true,
                    false);
            append.accept(new EnvironmentOwned(taken, EnvironmentOwned.How.TAKEN_OVER, null, "someone"));
            return null;
        });

        stage.deploy(request(gated(), CLEAN, null, Admission.INITIAL));
        assertEquals(1, stage.images.built, "their engine's word would name an image that is nowhere, or another");
    }

    private Deployment toQa(Pages pages) throws Exception {
        var settings = new Environment(
                Stage.QA,
                new BranchName("developer"),
                new Port(8082),
                1,
                null,
                HealthCheck.DEFAULT,
                Duration.ZERO,
                Duration.ZERO,
                GateRule.OPEN);
        return stage.deploy(request(settings, pages, null, Admission.OPEN), qaPlatform, qaImages);
    }

    private Deployment toProduction(Release tested, Admission admission, List<String> log) throws Exception {
        return deploy(request(gated(), CLEAN, tested, admission), log);
    }

    private Deployment deploy(DeployRequest request, List<String> log) throws Exception {
        ImageSources others = environment -> {
            if (!environment.equals(Stage.QA)) {
                throw new IOException("there is no engine of " + environment);
            }
            return qaImages;
        };
        return stage.deployer().deploy(request, stage.platform, stage.images, others, new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {}

            @Override
            public void log(String line) {
                log.add(line);
            }
        });
    }

    private ImageDigest runs() throws Exception {
        return stage.ledger().view().current(PRODUCTION).orElseThrow().release().digest();
    }

    private static Environment open() {
        return Stage.environment(1, 8081, Duration.ZERO);
    }

    private static Environment gated() {
        return new Environment(
                PRODUCTION,
                new BranchName("master"),
                new Port(8080),
                1,
                null,
                HealthCheck.DEFAULT,
                Duration.ZERO,
                Duration.ZERO,
                GateRule.APPROVED);
    }

    private static DeployRequest request(Environment settings, Pages pages, Release tested, Admission admission) {
        return new DeployRequest(
                Stage.SITE,
                settings,
                pages.commit(),
                pages,
                tested,
                DeploymentKind.DEPLOY,
                admission,
                admission == Admission.OVERRIDE ? "urgent" : null,
                "someone",
                null);
    }
}
