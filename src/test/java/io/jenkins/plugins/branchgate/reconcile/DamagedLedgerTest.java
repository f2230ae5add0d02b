package io.jenkins.plugins.branchgate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Rollback;
import io.jenkins.plugins.branchgate.deploy.Scaling;
import io.jenkins.plugins.branchgate.deploy.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to what runs when somebody edits the ledger that says what should run. */
class DamagedLedgerTest {

    private Stage stage;
    private Instant now = Instant.now();

    @BeforeEach
    void twoReleases(@TempDir Path folder) throws Exception {
        stage = new Stage(folder);
        stage.deploy(stage.request(1, Stage.environment()));
        stage.deploy(stage.request(2, Stage.environment()));
        stage.platform.orders();
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    private EnvironmentStatus pass() throws Exception {
        var reconciler = new Reconciler(
                Stage.SITE, stage.ledger(), stage.deployer(), environment -> stage.platform, new Random(1));
        reconciler.pass(now);
        return reconciler.status().get(0);
    }

    /** Makes the ledger say that release 1 is what should run. */
    private void hideTheSecondDeployment() throws Exception {
        String second = stage.current().orElseThrow().id().value();
        stage.reopenEdited(line -> line.contains(second) ? line.replace(second, "forged-00000001") : line);
        assertEquals(
                Stage.release(1).id(), stage.current().orElseThrow().release().id());
    }

    @Test
    void whatRunsIsNotReplacedByWhatADamagedLedgerSaysShouldRun() throws Exception {
        hideTheSecondDeployment();
        var status = pass();
        assertEquals(List.of(), stage.platform.orders(), "release 2 keeps serving");
        assertEquals(Health.UNKNOWN, status.health());
        assertTrue(status.words().contains("not certain"), status.words());

        stage.ledger().acknowledge("ada", stage.ledger().view().integrity().digest());
        pass();
        assertEquals(List.of(), stage.platform.orders(), "nor once it is acknowledged");

        stage.deploy(stage.request(3, Stage.environment()));
        stage.platform.orders();
        assertEquals(Health.HEALTHY, pass().health(), "but from the next deployment on it is looked after");
    }

    @Test
    void nothingIsDeployedRolledBackOrScaledUntilItIsAcknowledged() throws Exception {
        hideTheSecondDeployment();
        var view = stage.ledger().view();
        var refused =
                assertThrows(DeploymentException.class, () -> stage.deploy(stage.request(3, Stage.environment())));
        assertTrue(refused.getMessage().contains("edited or damaged"), refused.getMessage());
        assertThrows(
                DeploymentException.class,
                () -> stage.deploy(Scaling.request(view, Stage.SITE, Stage.QA, 3, "eve", null)));
        assertEquals(List.of(), stage.platform.orders());
        assertThrows(
                DeploymentException.class,
                () -> stage.deploy(Rollback.request(view, Stage.SITE, Stage.QA, null, "eve", null)));
        assertEquals(List.of(), stage.platform.orders());
    }

    @Test
    void whatWasDeployedAfterAnOldDamageIsHealed() throws Exception {
        String first = stage.ledger().view().history(Stage.QA, 2).get(1).id().value();
        stage.reopenEdited(line -> line.contains(first) ? line.replace("someone", "eve") : line);
        int all = stage.platform.replicas(Stage.PLACE).size();
        stage.platform.vanish(
                Stage.PLACE, stage.platform.replicas(Stage.PLACE).get(0).id());
        pass();
        assertEquals(all, stage.platform.replicas(Stage.PLACE).size(), "although the gates are closed");
        assertTrue(stage.ledger().view().whyClosed().isPresent());
    }
}
