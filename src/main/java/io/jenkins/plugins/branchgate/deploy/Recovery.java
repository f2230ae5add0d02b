package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.Optional;

/**
 * What is done about a deployment whose process ended in the middle. Before its {@code SWITCH} it is undone. In its
 * {@code SWITCH} the platform decides: if the edge sends requests to all of its replicas and to nothing else, and all of
 * them run, it is finished, otherwise undone, a rolling one batch by batch; a switch back is finished as long as one of its replicas runs. After its
 * {@code SWITCH} it is finished. Either way one whole release serves in the end, the ledger says which, and nothing else
 * is left. Interrupted itself, it can be begun again.
 */
final class Recovery {

    private final Journal journal;
    private final Progress progress;
    private final Platform platform;
    private final EnvironmentKey place;
    private final EnvironmentName environment;
    private final Convergence settling;

    Recovery(Journal journal, Progress progress, Platform platform, EnvironmentKey place) {
        this.journal = journal;
        this.progress = progress;
        this.platform = platform;
        this.place = place;
        this.environment = place.environment();
        this.settling = new Convergence(platform, place, progress::log);
    }

    /**
     * Settles every unfinished deployment of the environment, then what it runs.
     *
     * @return why replicas of what it runs are missing and could not be started; empty if it is whole
     */
    Optional<String> run() throws PlatformException, IOException, InterruptedException {
        Optional<Deployment> unfinished;
        while ((unfinished = journal.view().inProgress(environment)).isPresent()) {
            resolve(unfinished.get());
        }
        return settle(Integer.MAX_VALUE);
    }

    private void resolve(Deployment unfinished) throws PlatformException, IOException, InterruptedException {
        var open = OpenDeployment.resume(journal, progress, unfinished.id());
        if (unfinished.phase() == Phase.SWITCH && isSwitched(unfinished)) {
            open.enter(Phase.DRAIN, unfinished.release());
            finish(open);
        } else if (unfinished.phase().compareTo(Phase.DRAIN) >= 0) {
            finish(open);
        } else {
            settle(unfinished.environment().batchSize());
            open.fail("The process that deployed ended in " + unfinished.phase() + ", before the switch was done: "
                    + whatServes() + ". Deploy again.");
        }
    }

    private boolean isSwitched(Deployment unfinished) throws PlatformException {
        var lineage = Lineage.of(journal.view(), unfinished);
        var routed = platform.edge(place).routed();
        var wanted = Convergence.wanted(lineage, platform.replicas(place), routed);
        return Lineage.isSwitchBack(unfinished)
                ? !wanted.isEmpty()
                : wanted.size() == unfinished.environment().replicas() && routed.equals(ReplicaGroup.ids(wanted));
    }

    private void finish(OpenDeployment open) throws PlatformException, IOException, InterruptedException {
        var record = open.record();
        var settled = settling.route(Lineage.of(journal.view(), record));
        if (settled.serving().isEmpty()) {
            open.fail("The process that deployed ended in " + record.phase() + ", and none of the replicas of release "
                    + record.release().id() + " can be started: "
                    + settled.missing().orElse(""));
            return;
        }
        if (record.phase() == Phase.DRAIN) {
            settling.drainOthers(settled.serving(), record.environment().drain());
            open.enter(Phase.RETIRE, record.release());
        }
        settling.retireOthers(settled.serving());
        open.enter(Phase.DONE, record.release());
    }

    /**
     * Makes the place what the ledger says the environment runs; one the ledger never heard of is left alone, and while
     * nothing of what should serve can, whatever else is there is too.
     */
    private Optional<String> settle(int batch) throws PlatformException, IOException, InterruptedException {
        var view = journal.view();
        var current = view.current(environment);
        if (current.isPresent()) {
            var settled = settling.route(
                    Lineage.of(view, current.get()),
                    Math.min(batch, current.get().environment().batchSize()));
            if (!settled.serving().isEmpty()) {
                settling.retireOthers(settled.serving());
            }
            return settled.missing();
        }
        boolean known = !view.history(environment, 1).isEmpty();
        if (known
                && (platform.edge(place).present() || !platform.replicas(place).isEmpty())) {
            platform.remove(place);
        }
        return Optional.empty();
    }

    private String whatServes() {
        return journal.view()
                .current(environment)
                .map(current -> "release " + current.release().id() + " serves on")
                .orElse("nothing ran there before, and nothing was left");
    }
}
