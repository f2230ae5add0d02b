package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.Optional;

/**
 * A person's leave for one build to deploy one commit to one environment without an approval. Only the override page puts
 * it on a build, after the permission was checked; no step and no script can.
 */
public final class OverrideGrant extends InvisibleAction {

    private final String site;
    private final String environment;
    private final String commit;
    private final String userId;
    private final String userName;
    private final String reason;

    /**
     * @param userId the person's id
     * @param userName the person's name
     * @param reason what the person wrote; not blank
     */
    public OverrideGrant(
            SiteId site, EnvironmentName environment, CommitId commit, String userId, String userName, String reason) {
        this.site = site.value();
        this.environment = environment.value();
        this.commit = commit.value();
        this.userId = userId;
        this.userName = userName;
        this.reason = reason;
    }

    /** The leave a build has for that commit on that environment of that site, if it has one. */
    public static Optional<OverrideGrant> of(Run<?, ?> run, SiteId site, EnvironmentName environment, CommitId commit) {
        return run.getActions(OverrideGrant.class).stream()
                .filter(grant -> site.value().equals(grant.site)
                        && grant.environment.equals(environment.value())
                        && grant.commit.equals(commit.value()))
                .findFirst();
    }

    /** Which environment. */
    public EnvironmentName environment() {
        return new EnvironmentName(environment);
    }

    /** Which commit. */
    public CommitId commit() {
        return new CommitId(commit);
    }

    /** The person's id. */
    public String userId() {
        return userId;
    }

    /** The person's name. */
    public String userName() {
        return userName;
    }

    /** What the person wrote. */
    public String reason() {
        return reason;
    }
}
