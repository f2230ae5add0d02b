package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose replicas a deployment runs: those it started, and where it kept replicas of the deployment before, theirs. A
 * scaling keeps those of the deployment it scales; an automatic switch back, which starts nothing, keeps those of the
 * deployment it returns to.
 *
 * @param deployment the deployment
 * @param members its own id and those of the deployments whose replicas it kept
 */
public record Lineage(Deployment deployment, Set<DeploymentId> members) {

    public Lineage {
        members = Set.copyOf(members);
    }

    /** The lineage of a deployment, from the ledger. */
    public static Lineage of(LedgerView view, Deployment deployment) {
        var members = new HashSet<DeploymentId>();
        var history = List.<Deployment>of();
        var next = Optional.of(deployment);
        while (next.isPresent()) {
            var member = next.get();
            members.add(member.id());
            if (history.isEmpty() && keeps(member)) {
                history = view.history(member.environment().name(), Integer.MAX_VALUE);
            }
            next = keeps(member) ? before(history, member) : Optional.empty();
        }
        return new Lineage(deployment, members);
    }

    /** True if the replica is one that the deployment runs: of its lineage, and with its release's image. */
    public boolean owns(Replica replica) {
        return members.contains(replica.deployment())
                && deployment.release() != null
                && replica.digest().equals(deployment.release().digest());
    }

    private static boolean keeps(Deployment deployment) {
        return deployment.kind() == DeploymentKind.SCALE || isSwitchBack(deployment);
    }

    /** True for the return to the release before, after a release failed while it was watched. */
    static boolean isSwitchBack(Deployment deployment) {
        return deployment.kind() == DeploymentKind.ROLLBACK
                && entered(deployment, Phase.SWITCH)
                && !entered(deployment, Phase.START);
    }

    static boolean entered(Deployment deployment, Phase phase) {
        return deployment.phases().stream().anyMatch(time -> time.phase() == phase);
    }

    /** A switch back returns past the deployment it replaces, which is the newest before it. */
    private static Optional<Deployment> before(List<Deployment> newestFirst, Deployment deployment) {
        return newestFirst.stream()
                .dropWhile(other -> !other.id().equals(deployment.id()))
                .skip(1)
                .filter(other -> entered(other, Phase.DRAIN))
                .skip(isSwitchBack(deployment) ? 1 : 0)
                .findFirst();
    }
}
