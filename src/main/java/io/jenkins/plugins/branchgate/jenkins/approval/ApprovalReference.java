package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.Objects;

/**
 * What a build keeps of an approval it asked for: how to find it in the ledger, and what the merge needs. Kept in the
 * build's record, so it holds only texts, and no secret.
 */
public final class ApprovalReference {

    private final String site;
    private final String approval;
    private final String remote;
    private final String credentialsId;
    private final String trigger;
    private boolean triggered;

    /**
     * @param site whose ledger has the approval
     * @param approval which approval
     * @param remote the repository's address, without user or password
     * @param credentialsId id of the credentials to push with, or null for none; looked up for the build when needed
     * @param trigger the job to build after the push, relative to the build's folder, or null
     */
    public ApprovalReference(SiteId site, ApprovalId approval, String remote, String credentialsId, String trigger) {
        this.site = site.value();
        this.approval = approval.value();
        this.remote = Objects.requireNonNull(remote, "remote");
        this.credentialsId = blankToNull(credentialsId);
        this.trigger = blankToNull(trigger);
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Whose ledger has the approval. */
    public SiteId site() {
        return new SiteId(site);
    }

    /** Which approval. */
    public ApprovalId approval() {
        return new ApprovalId(approval);
    }

    /** The repository's address, without user or password. */
    public String remote() {
        return remote;
    }

    /** Id of the credentials to push with, or null. */
    public String credentialsId() {
        return credentialsId;
    }

    /** The job to build after the push, or null. */
    public String trigger() {
        return trigger;
    }

    /** True once that job was put into the queue. */
    synchronized boolean triggered() {
        return triggered;
    }

    synchronized void markTriggered() {
        triggered = true;
    }
}
