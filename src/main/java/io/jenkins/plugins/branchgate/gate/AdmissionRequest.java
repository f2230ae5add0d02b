package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import java.io.Serializable;
import java.util.Objects;

/**
 * A commit that wants to enter an environment.
 *
 * @param environment the environment, with the gate and branch that are asked for now
 * @param commit the commit
 * @param branchHead the tip of the environment's branch now, or null if nobody looked
 * @param startedBy who or what asks, as people know it, or null
 * @param anew true if a configuration takes the environment from whoever had claimed it: what ran there before counts for
 *     nothing then
 */
public record AdmissionRequest(
        Environment environment, CommitId commit, CommitId branchHead, String startedBy, boolean anew)
        implements Serializable {

    /** For an environment that stays whose it is. */
    public AdmissionRequest(Environment environment, CommitId commit, CommitId branchHead, String startedBy) {
        this(environment, commit, branchHead, startedBy, false);
    }

    public AdmissionRequest {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(commit, "commit");
    }
}
