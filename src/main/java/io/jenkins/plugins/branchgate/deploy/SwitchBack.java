package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/**
 * The return to the release before, whose replicas still run, after a release failed while it was watched. It is a
 * deployment of its own in the ledger, of kind {@link DeploymentKind#ROLLBACK}, which starts nothing: it begins with its
 * {@code SWITCH}, opened in the same unit that ends the failed one.
 */
final class SwitchBack {

    private final SwitchedDeployment failed;
    private final Clock clock;

    SwitchBack(SwitchedDeployment failed, Clock clock) {
        this.failed = failed;
        this.clock = clock;
    }

    /** Switches back if there is something to go back to, and says in the exception returned what serves now. */
    DeploymentException because(TroubleException trouble) throws InterruptedException {
        var environment = failed.open().record().environment().name();
        String why =
                "The deployment of commit " + failed.open().record().commit().abbreviated() + " to " + environment
                        + " failed after its switch: " + SafeText.message(trouble);
        try {
            var serving = stillRunning();
            if (failed.previous().isEmpty() || serving.isEmpty()) {
                why += failed.previous().isEmpty()
                        ? "\nNothing ran there before that could be switched back to: release "
                        : "\nNothing of the release before runs any more that could be switched back to: release ";
                why += failed.open().record().release().id() + " serves on, failed as it is. Deploy one that works.";
                failed.open().fail(why);
            } else {
                var previous = failed.previous().get().deployment();
                why += "\nSwitched back to release " + previous.release().id() + ".";
                switchBack(previous, serving, why);
            }
        } catch (PlatformException | IOException | RuntimeException e) {
            trouble.addSuppressed(e);
            why += "\nThis could not be finished now; the next deployment or check of the environment does: "
                    + SafeText.message(e);
        }
        return new DeploymentException(why, failed.open().id(), trouble);
    }

    private List<Replica> stillRunning() throws PlatformException {
        var before = failed.before().servingIds();
        return failed.fleet().all().stream()
                .filter(replica -> replica.running() && before.contains(replica.id()))
                .toList();
    }

    private void switchBack(Deployment previous, List<Replica> serving, String why)
            throws PlatformException, IOException, InterruptedException {
        var id = DeploymentId.create(clock.instant());
        Release release = previous.release();
        failed.open()
                .fail(
                        why,
                        new DeploymentOpened(
                                id,
                                previous.environment(),
                                DeploymentKind.ROLLBACK,
                                previous.commit(),
                                Admission.KNOWN,
                                null,
                                "the watch after the switch",
                                failed.open().record().buildUrl(),
                                failed.open().record().target()),
                        new PhaseEntered(id, Phase.SWITCH, release));
        var back = OpenDeployment.resume(failed.open().journal(), failed.open().progress(), id);
        failed.open().progress().phase(back.record(), Phase.SWITCH);
        failed.fleet().route(previous.environment(), ReplicaGroup.ids(serving));
        back.enter(Phase.DRAIN, release);
        var kept = ReplicaGroup.ids(serving);
        var leaving = failed.fleet().all().stream()
                .map(Replica::id)
                .filter(replica -> !kept.contains(replica))
                .toList();
        failed.fleet().awaitDrained(leaving, previous.environment().drain());
        back.enter(Phase.RETIRE, release);
        failed.fleet().retire(leaving);
        startReplaced(serving.size(), back);
        back.enter(Phase.DONE, release);
    }

    /** A rolling release had replicas taken away before it failed: they are started again, now that there is room. */
    private void startReplaced(int serving, OpenDeployment back) throws PlatformException, InterruptedException {
        if (serving < back.record().environment().replicas()) {
            var missing = new Convergence(failed.platform(), failed.place(), back::log)
                    .route(failed.previous().orElseThrow())
                    .missing();
            if (missing.isPresent()) {
                throw new PlatformException("Only " + serving + " of its replicas serve: " + missing.get());
            }
        }
    }
}
