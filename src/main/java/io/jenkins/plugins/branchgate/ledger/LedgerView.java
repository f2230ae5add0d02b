package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledger says, as of one moment. A view from {@link Ledger#view} never changes and is safe from any thread;
 * the one a {@link Transaction} gets is only good during the transaction.
 */
public final class LedgerView {

    private final Projections projections;
    private final EntryReader reader;

    LedgerView(Projections projections, EntryReader reader) {
        this.projections = projections;
        this.reader = reader;
    }

    /** Which site the ledger belongs to; empty if its header is damaged. */
    public Optional<LedgerHeader> site() {
        return Optional.ofNullable(projections.header());
    }

    /** Whether the ledger can be believed. */
    public Integrity integrity() {
        return projections.integrity();
    }

    /**
     * Why the gates of the site are closed, in a sentence for people; empty if they are not. While they are, nothing is
     * to be let in, approved, merged, rolled back or scaled.
     */
    public Optional<String> whyClosed() {
        return integrity()
                .whyClosed()
                .map(why -> "The gates of "
                        + site().map(site -> "site " + site.site()).orElse("this site") + " are closed: " + why
                        + ". Nothing was changed.");
    }

    /**
     * True if what the environment should run is not known, because the ledger is damaged after the latest deployment
     * that it tells of, or written by a newer version. What runs is left alone then, until something is deployed.
     */
    public boolean isInDoubt(EnvironmentName environment) {
        return integrity().newer() || projections.deployments().isInDoubt(environment);
    }

    /** Every environment that was ever deployed to and not removed since, sorted by name. */
    public Set<EnvironmentName> environments() {
        return projections.deployments().environments();
    }

    /** Whose an environment is and on which terms; empty if nobody claimed it yet. Also of one that was removed. */
    public Optional<Ownership> ownership(EnvironmentName environment) {
        return Optional.ofNullable(projections.ownerships().get(environment));
    }

    /** All that is owned, sorted by the environments' names; also what was removed. */
    public Collection<Ownership> ownerships() {
        return Collections.unmodifiableCollection(projections.ownerships().values());
    }

    /**
     * The deployment whose release an environment runs: the latest that came past {@code SWITCH}. One that failed after
     * its switch still counts, until a newer one, for example a rollback, came past its own.
     */
    public Optional<Deployment> current(EnvironmentName environment) {
        return projections.deployments().current(environment);
    }

    /** The newest deployment of an environment that is neither done nor failed. */
    public Optional<Deployment> inProgress(EnvironmentName environment) {
        return projections.deployments().inProgress(environment);
    }

    public Optional<Deployment> deployment(DeploymentId id) {
        return projections.deployments().deployment(id);
    }

    /** How often things happened, by environment; also to environments that were removed. */
    public Map<EnvironmentName, EnvironmentTotals> totals() {
        return projections.deployments().totals();
    }

    /**
     * The newest commit that the gate refused since the deployment began whose release the environment runs; while it runs
     * nothing, since the newest one. Empty if it refused none.
     */
    public Optional<EntryRefused> refused(EnvironmentName environment) {
        var refusal = projections.refusals().get(environment);
        var deployment =
                current(environment).or(() -> history(environment, 1).stream().findFirst());
        boolean stands = refusal != null
                && deployment
                        .filter(latest -> !refusal.at().isAfter(latest.startedAt()))
                        .isEmpty();
        return stands ? Optional.of((EntryRefused) refusal.event()) : Optional.empty();
    }

    /** The deployments of an environment, newest first, at most that many; also of one that was removed. */
    public List<Deployment> history(EnvironmentName environment, int newest) {
        return projections.deployments().history(environment, newest);
    }

    /** True if the environment, or a removed one of that name, ever ran anything, or if a damaged line may have said so. */
    public boolean everRan(EnvironmentName environment) {
        return integrity().isDamaged() || projections.deployments().everRan(environment);
    }

    /** True if the environment runs the commit or ran it before; what ran before a damaged place does not count. */
    public boolean ran(EnvironmentName environment, CommitId commit) {
        return projections.deployments().ran(environment, commit);
    }

    /**
     * What the environment runs or ran that was let in by a closed gate: approved, overridden, or the first release.
     * What only ran there while its gate was open is not among it.
     */
    public Set<CommitId> admitted(EnvironmentName environment) {
        return projections.deployments().admitted(environment);
    }

    /**
     * The latest release of a site tree and a Dockerfile that a deployment on a target, and a successful one, ran. What
     * was said of it elsewhere does not count.
     *
     * @param dockerfile the Dockerfile that was named, or null for none
     */
    public Optional<Release> builtFrom(TargetId target, TreeId siteTree, String dockerfile) {
        return projections.deployments().builtFrom(target, siteTree, dockerfile);
    }

    /** The latest release of that id. */
    public Optional<Release> release(ReleaseId id) {
        return projections.deployments().release(id);
    }

    /** The releases that someone wants kept, in the order in which they were pinned. */
    public Set<ReleaseId> pinned() {
        return projections.pinned();
    }

    /** All approvals, newest first, at most that many. */
    public List<Approval> approvals(int newest) {
        return projections.approvals().approvals(newest);
    }

    public Optional<Approval> approval(ApprovalId id) {
        return projections.approvals().approval(id);
    }

    /** Approvals that are pending, approved or merging, oldest first. */
    public List<Approval> open() {
        return projections.approvals().open();
    }

    /**
     * The merged approval whose merge commit this is, the latest if there are several; one merged before a damaged
     * place does not count.
     */
    public Optional<Approval> mergedAs(CommitId mergeCommit) {
        return projections.approvals().mergedAs(mergeCommit);
    }

    /**
     * The latest approved merge into an environment's branch that ended with this commit. What was merged before the
     * environment's gate stood behind that branch, or under somebody whose place its owner took, was approved by people
     * who needed no authority over it: it counts while the environment never ran anything, when it would take any head.
     */
    public Optional<Approval> approvedAs(CommitId mergeCommit, Environment environment) {
        long since = everRan(environment.name()) ? projections.gatedSince(environment.name()) : 0;
        return projections.approvals().mergedAs(mergeCommit, environment.branch(), since);
    }

    /** Of every approved merge into a branch the tested commit and the one that brought it in, and what was accepted. */
    public Set<CommitId> mergedInto(BranchName branch) {
        return projections.approvals().letInto(branch, 0);
    }

    /** The same, of what was decided since the environment's gate stands behind its branch. */
    public Set<CommitId> mergedInto(BranchName branch, EnvironmentName environment) {
        return projections.approvals().letInto(branch, projections.gatedSince(environment));
    }

    /** The commits of a branch that someone accepted without a test, oldest first. */
    public List<CommitAccepted> acceptedIn(BranchName branch) {
        return projections.approvals().acceptedIn(branch);
    }

    /** True if a reminder was recorded for that approval. */
    public boolean reminded(ApprovalId approval) {
        return projections.approvals().reminded(approval);
    }

    /**
     * Entries by number, in order, read from the file.
     *
     * @param fromSequence the first wanted, counted from 1
     * @param most at most that many
     * @throws IOException if the file cannot be read, or the ledger is closed
     */
    public List<LedgerEntry> entries(long fromSequence, int most) throws IOException {
        return reader.read(fromSequence, most, projections.sequence());
    }

    /** The number of the last entry, 0 if there is none. */
    public long sequence() {
        return projections.sequence();
    }
}
