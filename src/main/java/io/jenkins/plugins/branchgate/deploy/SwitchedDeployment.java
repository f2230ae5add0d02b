package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A deployment whose switch is done.
 *
 * @param open the deployment, in {@link io.jenkins.plugins.branchgate.model.Phase#DRAIN}
 * @param platform where it runs
 * @param place its environment there
 * @param fleet the replicas there
 * @param before what stood there before it
 * @param previous the deployment it replaced, empty if there was none
 * @param serving the replicas that answer visitors now
 * @param replaced those that answered visitors until the switch and still run
 * @param counted the edge's totals just before the switch
 */
record SwitchedDeployment(
        OpenDeployment open,
        Platform platform,
        EnvironmentKey place,
        ReplicaGroup fleet,
        PriorState before,
        Optional<Lineage> previous,
        List<Replica> serving,
        Set<ReplicaId> replaced,
        Counters counted) {}
