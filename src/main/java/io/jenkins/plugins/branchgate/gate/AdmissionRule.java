package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.ledger.EntryRefused;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.util.Optional;

/** Whether a commit may enter an environment. */
final class AdmissionRule {

    private final Ledger ledger;

    AdmissionRule(Ledger ledger) {
        this.ledger = ledger;
    }

    Admission admit(AdmissionRequest entry) throws NotAdmittedException, IOException {
        var view = ledger.view();
        checkLedger(view);
        var environment = entry.environment();
        if (environment.gate() == GateRule.OPEN) {
            return Admission.OPEN;
        }
        if (!entry.anew() && view.approvedAs(entry.commit(), environment).isPresent()) {
            return Admission.APPROVED;
        }
        if (!entry.anew() && isKnown(entry, view)) {
            return Admission.KNOWN;
        }
        if (!everRan(entry, view) && entry.commit().equals(entry.branchHead())) {
            return Admission.INITIAL;
        }
        throw refused(entry, whyNot(entry, view));
    }

    /** What only ran while the gate was open was let in by nobody; what runs now may be deployed again all the same. */
    private static boolean isKnown(AdmissionRequest entry, LedgerView view) {
        var name = entry.environment().name();
        return view.ran(name, entry.commit())
                && (view.admitted(name).contains(entry.commit())
                        || view.current(name)
                                .filter(current -> current.commit().equals(entry.commit()))
                                .isPresent());
    }

    /** What may have run before damage counts as well. */
    private static boolean everRan(AdmissionRequest entry, LedgerView view) {
        return entry.anew()
                ? view.integrity().isDamaged()
                : view.everRan(entry.environment().name());
    }

    /** A ledger that cannot be believed lets nothing in, not even through an open gate. */
    private static void checkLedger(LedgerView view) throws NotAdmittedException {
        var why = view.whyClosed();
        if (why.isPresent()) {
            throw new NotAdmittedException(why.get());
        }
    }

    private static String whyNot(AdmissionRequest entry, LedgerView view) {
        var environment = entry.environment();
        String runs = view.current(environment.name())
                .map(Deployment::release)
                .map(release -> " It keeps running release " + release.id() + ".")
                .orElse(" It keeps running nothing.");
        String waiting = view.open().stream()
                .filter(approval -> approval.into().equals(environment.branch()))
                .findFirst()
                .map(approval -> approval.state() == ApprovalState.PENDING
                        ? " Approval " + approval.id() + " from " + approval.from() + " is waiting for a decision."
                        : " Approval " + approval.id() + " is being merged; wait for it.")
                .orElse("");
        String initial = everRan(entry, view) || entry.branchHead() == null
                ? ""
                : " As it never ran anything it would take that branch's head, "
                        + entry.branchHead().abbreviated() + ", once.";
        String damaged = view.integrity().isDamaged()
                ? " What was approved or ran before the damage of the ledger, at "
                        + view.integrity().lines() + ", no longer counts."
                : "";
        return "Commit " + entry.commit().abbreviated() + " of branch " + environment.branch() + " may not enter "
                + environment.name()
                + ": it is not the outcome of a merge that QA approved while its gate stood behind that"
                + " branch, and " + environment.name() + " never ran it behind a closed gate." + damaged + runs
                + initial + waiting + " Have QA approve it (qaApproval … into: '"
                + environment.branch()
                + "') and deploy what that merges, or let someone with the permission Override deploy it with a"
                + " reason.";
    }

    Admission override(AdmissionRequest entry, Person person, boolean mayOverride, String reason)
            throws NotAdmittedException, IOException {
        checkLedger(ledger.view());
        if (!mayOverride) {
            throw refused(
                    entry,
                    SafeText.line(person.name(), 200) + " lacks the permission Branch Gate/Override, so commit "
                            + entry.commit().abbreviated() + " may not enter "
                            + entry.environment().name()
                            + " without approval. Nothing was changed. Have QA approve it, or ask someone who has the"
                            + " permission.");
        }
        Votes.required("reason for overriding the gate", reason);
        return Admission.OVERRIDE;
    }

    private NotAdmittedException refused(AdmissionRequest entry, String why) throws IOException {
        ledger.append(new EntryRefused(entry.environment().name(), entry.commit(), why, entry.startedBy()));
        return new NotAdmittedException(why);
    }

    Optional<Release> approvedRelease(Environment environment, CommitId mergeCommit, TreeId siteTree) {
        return ledger.view()
                .approvedAs(mergeCommit, environment)
                .map(Approval::release)
                .filter(release -> release.tree().equals(siteTree));
    }
}
