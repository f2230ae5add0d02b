package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.PhaseTime;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.Traffic;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployerTest {

    private Stage stage;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        stage = new Stage(folder);
    }

    @AfterEach
    void nothingForbiddenHappened() throws Exception {
        assertEquals(List.of(), stage.platform.violations());
        stage.close();
    }

    @Test
    void everyPhaseIsInTheLedgerWhenItIsHeardOf() throws Exception {
        var heard = new ArrayList<Phase>();
        var listener = new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {
                heard.add(phase);
                var inLedger = stage.ledger().view().deployment(deployment.id()).orElseThrow();
                assertEquals(phase, inLedger.phase());
            }

            @Override
            public void log(String line) {}
        };
        var done =
                stage.deployer().deploy(stage.request(1, Stage.environment()), stage.platform, stage.images, listener);
        var all = List.of(Phase.BUILD, Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE);
        assertEquals(all, heard);
        assertEquals(all, done.phases().stream().map(PhaseTime::phase).toList());
        assertEquals(new Traffic(0, 0), done.traffic());
    }

    @Test
    void theSameContentIsBuiltOnce() throws Exception {
        var first = stage.deploy(build(Pages.of(1, "index.html", "hello")));
        var second = stage.deploy(build(Pages.of(2, "index.html", "hello")));
        assertEquals(1, stage.images.built);
        assertEquals(first.release().digest(), second.release().digest());
        assertEquals(Stage.release(2).id(), second.release().id());
        assertEquals(
                second.release().digest(),
                stage.images.find(second.release().image()).orElseThrow());
        stage.deploy(build(Pages.of(3, "index.html", "other")));
        assertEquals(2, stage.images.built);
    }

    @Test
    void contentIsBuiltAgainIfTheEngineLostItsImage() throws Exception {
        stage.deploy(build(Pages.of(1, "index.html", "hello")));
        stage.images.clear();
        stage.deploy(build(Pages.of(1, "index.html", "hello")));
        assertEquals(2, stage.images.built);
    }

    @Test
    void aReleaseWhoseImageIsGoneIsRefusedOrBuiltAgainFromItsContent() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        var request = stage.request(2, Stage.environment());
        stage.images.clear();
        var refused = assertThrows(DeploymentException.class, () -> stage.deploy(request));
        assertTrue(refused.getMessage().contains("no longer has the image"), refused.getMessage());
        assertServes(1);
        stage.deploy(new DeployRequest(
                Stage.SITE,
                Stage.environment(),
                request.commit(),
                Pages.of(2, "index.html", "two"),
                request.release(),
                DeploymentKind.DEPLOY,
                Admission.OPEN,
                null,
                null,
                null));
        assertServes(2);
    }

    @Test
    void aBuildThatFailsLeavesTheOldServing() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        stage.images.failure = "COPY failed: no such file";
        var failed =
                assertThrows(DeploymentException.class, () -> stage.deploy(build(Pages.of(2, "index.html", "two"))));
        assertTrue(failed.getMessage().contains("failed in BUILD"), failed.getMessage());
        assertTrue(failed.getMessage().contains("COPY failed: no such file"), failed.getMessage());
        assertTrue(failed.getMessage().contains("release 000000000001 serves on"), failed.getMessage());
        assertServes(1);
    }

    /** What Docker says when an image of the same base is removed, of whatever site, while it looks for steps to reuse. */
    @Test
    void aBuildThatLostASiblingIsRepeatedAndNotForEver() throws Exception {
        stage.images.failure =
                "The build failed: unable to find image \"sha256:310ab2c40e0b\". Nothing running was touched.";
        stage.images.failures = 2;
        stage.deploy(build(Pages.of(1, "index.html", "one")));
        assertEquals(1, stage.images.built);
        stage.images.failures = Integer.MAX_VALUE;
        var failed =
                assertThrows(DeploymentException.class, () -> stage.deploy(build(Pages.of(2, "index.html", "two"))));
        assertTrue(failed.getMessage().contains("unable to find image"), failed.getMessage());
        assertServes(1);
    }

    @Test
    void aReplicaThatNeverGetsHealthyIsNamedAndTakenAway() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        stage.platform.sick = Stage.release(2).digest()::equals;
        var failed = assertThrows(DeploymentException.class, () -> stage.deploy(stage.request(2, Stage.environment())));
        assertTrue(failed.getMessage().contains("HTTP 503"), failed.getMessage());
        assertFalse(failed.getMessage().contains("line one of r"), failed.getMessage());
        assertTrue(failed.getMessage().contains("for those with the permission Branch Gate/Logs"), failed.getMessage());
        assertFalse(
                failed.getMessage().codePoints().anyMatch(c -> c != '\n' && Character.isISOControl(c)),
                failed.getMessage());
        var record = stage.ledger()
                .view()
                .deployment(failed.deployment().orElseThrow())
                .orElseThrow();
        assertEquals(failed.getMessage(), record.failure());
        assertServes(1);
    }

    @Test
    void anAbortBeforeTheSwitchChangesNothingAndIsRecorded() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        var aborting = new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {
                if (phase == Phase.PROBE) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void log(String line) {}
        };
        var aborted = assertThrows(InterruptedException.class, () -> stage.deployer()
                .deploy(stage.request(2, Stage.environment()), stage.platform, stage.images, aborting));
        assertTrue(aborted.getMessage().contains("was aborted in PROBE; release 000000000001 serves on"));
        assertServes(1);
        var record = stage.ledger().view().history(Stage.QA, 1).get(0);
        assertTrue(record.failure().contains("was aborted in PROBE; release 000000000001 serves on"), record.failure());
    }

    @Test
    void anAbortAfterTheSwitchCutsTheWatchShortAndKeepsTheRelease() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        var aborting = new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {
                if (phase == Phase.DRAIN) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void log(String line) {}
        };
        var request = stage.request(2, Stage.environment(2, 8081, Duration.ofHours(1)));
        assertThrows(InterruptedException.class, () -> stage.deployer()
                .deploy(request, stage.platform, stage.images, aborting));
        assertServes(2);
        assertEquals(Phase.DONE, stage.current().orElseThrow().phase());
    }

    @Test
    void aFirstDeploymentThatFailsLeavesNothing() throws Exception {
        stage.platform.sick = digest -> true;
        assertThrows(DeploymentException.class, () -> stage.deploy(stage.request(1, Stage.environment())));
        assertTrue(stage.platform.isBare(Stage.PLACE));
    }

    @Test
    void aPortThatIsTakenFailsBeforeAnythingMoves() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        stage.platform.takenPort = 8090;
        assertThrows(
                DeploymentException.class,
                () -> stage.deploy(stage.request(2, Stage.environment(1, 8090, Duration.ZERO))));
        assertServes(1);
        assertEquals(8081, stage.platform.edge(Stage.PLACE).port());
    }

    @Test
    void allContainersAreAskedOnThePortThatIsSaidAndTheLogSaysWhich() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        assertEquals(Collections.singleton(null), stage.platform.containerPorts(Stage.PLACE));
        var lines = new ArrayList<String>();
        stage.deployer()
                .deploy(
                        stage.request(1, Stage.rolling(Duration.ZERO).withContainerPort(8000)),
                        stage.platform,
                        stage.images,
                        new Progress() {
                            @Override
                            public void phase(Deployment deployment, Phase phase) {}

                            @Override
                            public void log(String line) {
                                lines.add(line);
                            }
                        });
        assertEquals(Set.of(8000), stage.platform.containerPorts(Stage.PLACE));
        assertEquals(1, lines.stream().filter("Port 8000"::equals).count(), lines::toString);
    }

    @Test
    void scalingKeepsReplicasThatServe() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        var before = stage.platform.edge(Stage.PLACE).routed();
        stage.deploy(Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 4, "someone", null));
        var more = stage.platform.edge(Stage.PLACE).routed();
        assertEquals(4, more.size());
        assertTrue(more.containsAll(before));
        var scaled = stage.deploy(Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 1, "someone", null));
        var fewer = stage.platform.edge(Stage.PLACE).routed();
        assertEquals(1, fewer.size());
        assertTrue(before.containsAll(fewer) || more.containsAll(fewer));
        assertEquals(1, stage.platform.replicas(Stage.PLACE).size());
        assertEquals(Stage.release(1), scaled.release());
    }

    @Test
    void rollingNeverRunsMoreThanOneBatchMore() throws Exception {
        stage.deploy(stage.request(1, Stage.rolling(Duration.ZERO)));
        stage.platform.orders();
        stage.platform.mostAtOnce();
        var done = stage.deploy(stage.request(2, Stage.rolling(Duration.ZERO)));
        assertEquals(4, stage.platform.mostAtOnce());
        assertEquals(
                List.of(
                        "start 000000000002",
                        "route 3",
                        "retire",
                        "start 000000000002",
                        "route 3",
                        "retire",
                        "start 000000000002",
                        "route 3",
                        "retire"),
                stage.platform.orders().stream()
                        .map(order -> order.startsWith("retire") ? "retire" : order)
                        .toList());
        assertEquals(
                List.of(Phase.BUILD, Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE),
                done.phases().stream().map(PhaseTime::phase).toList());
        assertServes(2);
    }

    @Test
    void aRollingReleaseThatFailsLateComesBackBatchByBatch() throws Exception {
        stage.deploy(stage.request(1, Stage.rolling(Duration.ZERO)));
        stage.platform.mostAtOnce();
        stage.platform.sickReplica = spec -> spec.release().equals(Stage.release(2)) && spec.index() == 2;
        var failed = assertThrows(
                DeploymentException.class, () -> stage.deploy(stage.request(2, Stage.rolling(Duration.ZERO))));
        assertTrue(
                failed.getMessage()
                        .contains("failed in SWITCH; release 000000000001 is brought back, whole and alone."),
                failed.getMessage());
        assertEquals(4, stage.platform.mostAtOnce());
        assertServes(1);
    }

    @Test
    void aRollingReleaseInTroubleAfterItsSwitchIsSwitchedBackWhole() throws Exception {
        stage.deploy(stage.request(1, Stage.rolling(Duration.ZERO)));
        stage.platform.mostAtOnce();
        stage.platform.afterRoute = () -> stage.platform.count(Stage.PLACE, 10, 10);
        var failed = assertThrows(
                DeploymentException.class, () -> stage.deploy(stage.request(2, Stage.rolling(Duration.ofSeconds(20)))));
        assertTrue(failed.getMessage().contains("Switched back to release 000000000001"), failed.getMessage());
        assertEquals(4, stage.platform.mostAtOnce());
        assertServes(1);
    }

    @Test
    void nothingCannotBeScaled() {
        assertThrows(
                DeploymentException.class,
                () -> Scaling.request(stage.ledger().view(), Stage.SITE, Stage.QA, 3, null, null));
    }

    @Test
    void rollbackGoesToTheReleaseBeforeOrToTheOneNamed() throws Exception {
        for (int number = 1; number <= 3; number++) {
            stage.deploy(stage.request(number, Stage.environment()));
        }
        var rolledBack = stage.deploy(rollback(null));
        assertEquals(DeploymentKind.ROLLBACK, rolledBack.kind());
        assertEquals(Admission.KNOWN, rolledBack.admission());
        assertServes(2);
        stage.deploy(rollback(Stage.release(1).id()));
        assertServes(1);
        var refused = assertThrows(
                DeploymentException.class, () -> rollback(Stage.release(7).id()));
        assertTrue(refused.getMessage().contains("it can go back to 000000000002, 000000000003"), refused.getMessage());
    }

    @Test
    void rollbackNeverGoesToAReleaseThatFailed() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        failAfterSwitch(2);
        stage.deploy(stage.request(3, Stage.environment()));
        stage.deploy(rollback(null));
        assertServes(1);
        assertThrows(DeploymentException.class, () -> rollback(Stage.release(2).id()));
    }

    @Test
    void aRiseOfErrorsAfterTheSwitchSwitchesBack() throws Exception {
        var first = stage.deploy(stage.request(1, Stage.environment()));
        var replicas = stage.platform.edge(Stage.PLACE).routed();
        var failed = failAfterSwitch(2);
        assertTrue(failed.getMessage().contains("10 of 20 requests since the switch failed"), failed.getMessage());
        assertFalse(failed.getMessage().contains("line one of r"), failed.getMessage());
        assertTrue(failed.getMessage().contains("Switched back to release 000000000001"), failed.getMessage());
        assertServes(1);
        assertEquals(replicas, stage.platform.edge(Stage.PLACE).routed());
        var view = stage.ledger().view();
        assertEquals(
                Phase.FAILED,
                view.deployment(failed.deployment().orElseThrow()).orElseThrow().phase());
        var back = view.current(Stage.QA).orElseThrow();
        assertEquals(DeploymentKind.ROLLBACK, back.kind());
        assertEquals(Phase.DONE, back.phase());
        assertEquals(first.release(), back.release());
    }

    @Test
    void aFirstReleaseInTroubleStaysForLackOfAnother() throws Exception {
        var failed = failAfterSwitch(1);
        assertTrue(
                failed.getMessage().contains("Nothing ran there before that could be switched back to"),
                failed.getMessage());
        assertTrue(failed.getMessage().contains("000000000001 serves on, failed as it is"), failed.getMessage());
        assertEquals(Phase.FAILED, stage.current().orElseThrow().phase());
        assertServes(1);
        stage.deploy(stage.request(2, Stage.environment()));
        assertServes(2);
    }

    @Test
    void aReplicaThatStopsWhileWatchedSwitchesBack() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        stage.platform.afterRoute = () -> {
            stage.platform.afterRoute = () -> {};
            var one = stage.platform.replicas(Stage.PLACE).stream()
                    .filter(Replica::routed)
                    .findFirst()
                    .orElseThrow();
            stage.platform.kill(Stage.PLACE, one.id());
        };
        var failed = assertThrows(
                DeploymentException.class,
                () -> stage.deploy(stage.request(2, Stage.environment(2, 8081, Duration.ofSeconds(20)))));
        assertTrue(failed.getMessage().contains("stopped: exited (1)"), failed.getMessage());
        assertFalse(failed.getMessage().contains("line one of r"), failed.getMessage());
        assertServes(1);
    }

    @Test
    void anEnvironmentIsRemovedAsAWhole() throws Exception {
        stage.deploy(stage.request(1, Stage.environment()));
        stage.deployer().remove(Stage.PLACE, stage.platform);
        assertTrue(stage.platform.isBare(Stage.PLACE));
        assertTrue(stage.ledger().view().environments().isEmpty());
        stage.deploy(stage.request(2, Stage.environment()));
        assertServes(2);
    }

    @Test
    void whatTheLedgerNeverHeardOfIsLeftAlone() throws Exception {
        stage.platform.prepare(Stage.PLACE, Stage.environment(), Set.of());
        stage.platform.orders();
        stage.deployer().recover(Stage.PLACE, stage.platform);
        assertEquals(List.of(), stage.platform.orders());
    }

    @Test
    void errorsAreJudgedAgainstThoseBefore() {
        assertNull(WatchPeriod.rise(counters(1000, 100), counters(1100, 110)));
        assertNull(WatchPeriod.rise(counters(1000, 0), counters(101_000, 900)));
        assertNull(WatchPeriod.rise(counters(0, 0), counters(2, 2)));
        assertTrue(WatchPeriod.rise(counters(1000, 0), counters(1003, 3)).startsWith("3 of 3"));
        assertTrue(WatchPeriod.rise(counters(1000, 100), counters(1100, 130)).startsWith("30 of 100"));
    }

    private static Counters counters(long requests, long errors) {
        return new Counters(1, requests, errors, 0);
    }

    private DeploymentException failAfterSwitch(int number) {
        stage.platform.afterRoute = () -> {
            stage.platform.afterRoute = () -> {};
            stage.platform.count(Stage.PLACE, 20, 10);
        };
        return assertThrows(
                DeploymentException.class,
                () -> stage.deploy(stage.request(number, Stage.environment(2, 8081, Duration.ofSeconds(20)))));
    }

    private DeployRequest rollback(ReleaseId to) throws DeploymentException {
        return Rollback.request(stage.ledger().view(), Stage.SITE, Stage.QA, to, "someone", null);
    }

    private static DeployRequest build(Pages pages) {
        return new DeployRequest(
                Stage.SITE,
                Stage.environment(),
                pages.commit(),
                pages,
                null,
                DeploymentKind.DEPLOY,
                Admission.OPEN,
                null,
                null,
                null);
    }

    /** The release serves with all its replicas, nothing else is there, and the ledger says the same. */
    private void assertServes(int number) {
        var current = stage.current().orElseThrow();
        assertEquals(Stage.release(number).id(), current.release().id());
        assertTrue(stage.ledger().view().inProgress(Stage.QA).isEmpty());
        var replicas = stage.platform.replicas(Stage.PLACE);
        assertEquals(current.environment().replicas(), replicas.size());
        assertTrue(replicas.stream()
                .allMatch(r -> r.digest().equals(current.release().digest()) && r.routed()));
        assertEquals(
                replicas.stream().map(Replica::id).collect(Collectors.toSet()),
                stage.platform.edge(Stage.PLACE).routed());
    }
}
