package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.util.Objects;

/**
 * A deployment was asked for and let in; it is in {@link io.jenkins.plugins.branchgate.model.Phase#BUILD} from here on.
 *
 * @param deployment its id
 * @param environment the environment with the settings asked for
 * @param kind why it was made
 * @param commit the commit asked for
 * @param admission why the commit was let in
 * @param reason what the person who overrode the gate wrote, or null
 * @param startedBy who or what asked for it, as people know it
 * @param buildUrl the page of the build that asked, or null
 * @param target where it runs; null for one that ended before it began
 */
public record DeploymentOpened(
        DeploymentId deployment,
        Environment environment,
        DeploymentKind kind,
        CommitId commit,
        Admission admission,
        String reason,
        String startedBy,
        String buildUrl,
        TargetId target)
        implements LedgerEvent {

    public DeploymentOpened {
        Objects.requireNonNull(deployment, "deployment");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(admission, "admission");
    }
}
