package io.jenkins.plugins.branchgate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.Stage;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.EnvironmentRemoved;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansTest {

    private static final EnvironmentName OLD = new EnvironmentName("old");
    private static final EnvironmentKey PLACE = new EnvironmentKey(Stage.SITE, OLD);

    private Stage stage;
    private Reconciler reconciler;
    private Instant now = Instant.now();

    @BeforeEach
    void somethingOfNoEnvironment(@TempDir Path folder) throws Exception {
        stage = new Stage(folder);
        reconciler = new Reconciler(Stage.SITE, stage.ledger(), stage.deployer(), environment -> stage.platform);
        stage.deploy(stage.request(1, Stage.environment()));
        stage.platform.prepare(PLACE, environment(), Set.of());
    }

    @AfterEach
    void close() throws Exception {
        assertEquals(List.of(), stage.platform.violations());
        stage.close();
    }

    @Test
    void anEnvironmentNobodyKnowsIsToldOnceAndNotTouched() throws Exception {
        pass();
        pass();
        var alerts = stage.ledger().view().entries(1, 1000).stream()
                .filter(entry -> entry.event() instanceof AlertRaised)
                .map(entry -> (AlertRaised) entry.event())
                .toList();
        assertEquals(1, alerts.size());
        assertEquals(OLD, alerts.get(0).environment());
        assertTrue(stage.platform.places(Stage.SITE).contains(PLACE));
    }

    @Test
    void whatIsLeftOfARemovedEnvironmentIsTakenAway() throws Exception {
        wasRemoved();
        pass();
        assertEquals(List.of(Stage.PLACE), stage.platform.places(Stage.SITE));
        assertEquals(Health.HEALTHY, reconciler.status().get(0).health());
    }

    /** Environments are looked at beside each other, and both see what is left. */
    @Test
    void environmentsOnOneEngineTakeAwayWhatIsLeftOnce() throws Exception {
        wasRemoved();
        now = now.plusSeconds(60);
        var qa = Stage.PLACE.environment();
        assertTrue(reconciler.pass(qa, now).isPresent());
        assertTrue(reconciler.pass(qa, now.plusSeconds(61)).isPresent());
        assertEquals(
                1,
                stage.ledger().view().entries(1, 1000).stream()
                        .filter(entry -> entry.event() instanceof EnvironmentHealed)
                        .count());
        assertTrue(reconciler.pass(OLD, now).isEmpty(), "a removed environment is looked at");
    }

    @Test
    void whatCannotBeTakenAwayIsToldOnce() throws Exception {
        wasRemoved();
        var staying = (Platform) Proxy.newProxyInstance(
                Platform.class.getClassLoader(),
                new Class<?>[] {Platform.class},
                (proxy, method, args) ->
                        method.getName().equals("remove") ? null : method.invoke(stage.platform, args));
        reconciler = new Reconciler(Stage.SITE, stage.ledger(), stage.deployer(), environment -> staying);
        pass();
        pass();
        pass();
        var told = stage.ledger().view().entries(1, 1000).stream()
                .map(entry -> entry.event())
                .filter(event -> event instanceof AlertRaised || event instanceof EnvironmentHealed)
                .toList();
        assertEquals(1, told.size(), told::toString);
        assertTrue(((AlertRaised) told.get(0)).detail().contains("still there"), told::toString);
    }

    private void wasRemoved() throws Exception {
        var id = DeploymentId.create(now);
        stage.ledger().<Void, RuntimeException>transact((view, append) -> {
            append.accept(new DeploymentOpened(
                    id,
                    environment(),
                    DeploymentKind.DEPLOY,
                    Stage.release(1).commit(),
                    Admission.OPEN,
                    null,
                    "someone",
                    null,
                    new TargetId("docker:test")));
            append.accept(new DeploymentFailed(id, "gone"));
            append.accept(new EnvironmentRemoved(OLD));
            return null;
        });
    }

    private void pass() throws Exception {
        now = now.plusSeconds(60);
        reconciler.pass(now);
    }

    private static Environment environment() {
        var qa = Stage.environment();
        return new Environment(
                OLD,
                qa.branch(),
                new Port(9999),
                qa.replicas(),
                qa.dockerfile(),
                qa.health(),
                qa.drain(),
                qa.watch(),
                qa.gate());
    }
}
