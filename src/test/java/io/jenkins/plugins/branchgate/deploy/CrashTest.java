package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.FaultPoint.Fault;
import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever call a deployment dies, fails or is interrupted in: no visitor is without an answer meanwhile, and afterwards
 * the old release serves or the new, whole, and the ledger says which, and nothing else is left.
 */
class CrashTest {

    /** Thousands of ledgers are synced here: in memory where that is possible. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "crash")
                : Files.createTempDirectory("crash");
    }

    @AfterEach
    void removeFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatEndsAtAnyCall(Scenario scenario) throws Exception {
        everyCall(scenario, Fault.DEATH);
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfAnyCall(Scenario scenario) throws Exception {
        everyCall(scenario, Fault.FAILURE);
        everyCall(scenario, Fault.UNDECLARED);
    }

    @ParameterizedTest
    @EnumSource
    void anEngineOrDiskThatIsGoneFromAnyCallOn(Scenario scenario) throws Exception {
        everyCall(scenario, Fault.LASTING_FAILURE);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptInAnyCall(Scenario scenario) throws Exception {
        everyCall(scenario, Fault.INTERRUPT);
    }

    private void everyCall(Scenario scenario, Fault fault) throws Exception {
        for (int number = 1; strike(scenario, fault, number, false); number++) {
            strike(scenario, fault, number, true);
        }
    }

    /** True if the deployment got as far as that call. */
    private boolean strike(Scenario scenario, Fault fault, int number, boolean after) throws Exception {
        var what = scenario + ", " + fault + (after ? " after" : " before") + " call " + number;
        try (var stage = new Stage(Files.createTempDirectory(folder, "stage"))) {
            scenario.before(stage);
            var old = stage.current();
            var request = scenario.request(stage);
            var point = new FaultPoint(fault, number, after);
            deploy(stage, request, point);
            if (fault == Fault.DEATH) {
                stage.reopen();
            }
            checkServing(what, stage, old);
            if (fault == Fault.INTERRUPT && scenario == Scenario.NEXT) {
                checkNothingIsLeftUnsaid(what, stage);
            }
            stage.deployer().recover(Stage.PLACE, stage.platform);
            checkWhole(what, stage, request, old);
            stage.platform.orders();
            stage.deployer().recover(Stage.PLACE, stage.platform);
            assertEquals(List.of(), stage.platform.orders(), what + ": a second recovery does nothing");
            checkNextDeployment(what, stage);
            return point.happened();
        }
    }

    private static void deploy(Stage stage, DeployRequest request, FaultPoint point) {
        try {
            new Deployer(point.guard(stage.ledger()), Clock.systemUTC(), new DeploymentQueue())
                    .deploy(
                            request,
                            point.guard(Platform.class, stage.platform),
                            point.guard(ImageBuilder.class, stage.images),
                            Progress.NONE);
        } catch (FaultPoint.Dead | DeploymentException | InterruptedException e) {
            // what is left is what the test looks at
        } finally {
            Thread.interrupted();
        }
    }

    /** Visitors were served all the time, and are now. */
    private static void checkServing(String what, Stage stage, Optional<Deployment> old) {
        assertEquals(List.of(), stage.platform.violations(), what);
        if (old.isPresent()) {
            var edge = stage.platform.edge(Stage.PLACE);
            assertTrue(edge.running() && !edge.routed().isEmpty() && edge.up().equals(edge.routed()), what);
        }
    }

    /** An abort cleans up by itself; only one that hits the cleaning up leaves something, and says so. */
    private static void checkNothingIsLeftUnsaid(String what, Stage stage) throws IOException {
        assertTrue(stage.ledger().view().inProgress(Stage.QA).isEmpty(), what);
        boolean said =
                stage.ledger().view().entries(1, 1000).stream().anyMatch(entry -> entry.event() instanceof AlertRaised);
        assertTrue(said || stage.platform.replicas(Stage.PLACE).stream().allMatch(Replica::routed), what);
    }

    private static void checkWhole(String what, Stage stage, DeployRequest request, Optional<Deployment> old)
            throws Exception {
        var view = stage.ledger().view();
        assertEquals(List.of(), stage.platform.violations(), what);
        assertEquals(Optional.empty(), view.inProgress(Stage.QA), what);
        assertEquals(List.of(), stage.ledger().warnings(), what);
        var current = view.current(Stage.QA);
        if (current.isEmpty()) {
            assertTrue(old.isEmpty(), what + ": the old release is forgotten");
            assertTrue(stage.platform.isBare(Stage.PLACE), what + ": something is left");
            return;
        }
        var running = current.get();
        assertTrue(
                running.commit().equals(request.commit())
                        || running.commit().equals(old.orElseThrow().commit()),
                what);
        var replicas = stage.platform.replicas(Stage.PLACE);
        var edge = stage.platform.edge(Stage.PLACE);
        assertEquals(running.environment().replicas(), replicas.size(), what + ": " + running + "\n" + replicas);
        assertTrue(replicas.stream().allMatch(Lineage.of(view, running)::owns), what);
        assertTrue(replicas.stream().allMatch(Replica::running), what);
        assertEquals(
                replicas.stream().map(Replica::id).collect(Collectors.toSet()),
                edge.routed(),
                what + ": all are routed");
        assertEquals(running.environment().port().value(), edge.port(), what);
    }

    private static void checkNextDeployment(String what, Stage stage) throws Exception {
        stage.platform.afterRoute = () -> {};
        var request = stage.request(9, Stage.environment());
        stage.deploy(request);
        checkWhole(what + ", then another deployment", stage, request, stage.current());
        assertEquals(request.commit(), stage.current().orElseThrow().commit(), what);
    }
}
