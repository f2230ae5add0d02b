package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A deployment that is not finished: enters phases, in the ledger first, then in the log. */
final class OpenDeployment {

    private final Journal journal;
    private final Progress progress;
    private final DeploymentId id;

    private OpenDeployment(Journal journal, Progress progress, DeploymentId id) {
        this.journal = journal;
        this.progress = progress;
        this.id = id;
    }

    /** Opens a deployment. */
    static OpenDeployment open(Journal journal, Progress progress, DeploymentOpened opened) throws IOException {
        journal.append(List.of(opened));
        var open = new OpenDeployment(journal, progress, opened.deployment());
        progress.phase(open.record(), Phase.BUILD);
        return open;
    }

    /** Goes on with one that the ledger has already. */
    static OpenDeployment resume(Journal journal, Progress progress, DeploymentId id) {
        return new OpenDeployment(journal, progress, id);
    }

    DeploymentId id() {
        return id;
    }

    /** The deployment as the ledger has it now. */
    Deployment record() {
        return journal.view().deployment(id).orElseThrow();
    }

    LedgerView view() {
        return journal.view();
    }

    Journal journal() {
        return journal;
    }

    Progress progress() {
        return progress;
    }

    void log(String line) {
        progress.log(SafeText.line(line));
    }

    /** Enters a phase; events that belong to the moment go before it, in the same unit. */
    void enter(Phase phase, Release release, LedgerEvent... before) throws IOException {
        var events = new ArrayList<LedgerEvent>(List.of(before));
        events.add(new PhaseEntered(id, phase, release));
        append(events, phase);
    }

    /** Ends it as failed; events that follow from it go after it, in the same unit. */
    void fail(String why, LedgerEvent... after) throws IOException {
        var events = new ArrayList<LedgerEvent>();
        events.add(new DeploymentFailed(id, why));
        events.addAll(List.of(after));
        append(events, Phase.FAILED);
    }

    private void append(List<LedgerEvent> events, Phase next) throws IOException {
        Phase ended = record().phase();
        journal.append(events);
        var record = record();
        progress.log(ended + " took " + last(record).toMillis() + " ms");
        progress.phase(record, next);
    }

    private static Duration last(Deployment record) {
        var phases = record.phases();
        int last = phases.size() - 1;
        return last == 0
                ? Duration.ZERO
                : Duration.between(phases.get(last - 1).at(), phases.get(last).at());
    }
}
