package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which commit a build means to deploy: what its own approval merged into the environment's branch, else what it
 * checked out, else the branch's tip.
 */
record CommitChoice(BuildContext context, SiteSource site, Environment environment) {
    /**
     * @param tip the tip of the environment's branch
     * @throws AbortException if the commit is not in the environment's branch
     */
    CommitId choose(SiteRepository repository, CommitId tip, Ledger ledger) throws AbortException, GitException {
        var merged = merged(ledger);
        if (merged.isPresent()) {
            repository.fetchCommit(merged.get(), environment.branch());
            return merged.get();
        }
        var checkedOut = site.build().commit();
        if (checkedOut == null) {
            return tip;
        }
        repository.fetchCommit(checkedOut, environment.branch());
        if (!repository.isAncestor(checkedOut, tip)) {
            throw new AbortException("Environment " + environment.name() + " follows branch " + environment.branch()
                    + ", but this build works on commit " + checkedOut.abbreviated()
                    + ", which that branch does not have. Check out " + environment.branch()
                    + ", or give the step another 'branch'. Nothing was changed.");
        }
        return checkedOut;
    }

    /** A single Pipeline goes on from QA to production: its checkout is then the tested commit, not the merge. */
    private Optional<CommitId> merged(Ledger ledger) {
        return QaApprovalAction.of(context.run()).stream()
                .filter(asked -> asked.site().equals(site.id()))
                .map(asked -> ledger.view().approval(asked.approval()).orElse(null))
                .filter(Objects::nonNull)
                .filter(approval -> approval.into().equals(environment.branch()))
                .map(Approval::mergeCommit)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later);
    }
}
