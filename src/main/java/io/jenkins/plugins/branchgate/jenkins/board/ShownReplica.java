package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.Util;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.logs.KeptLog;
import io.jenkins.plugins.branchgate.platform.Replica;
import java.time.Instant;

/**
 * A container of a deployment as the deployment's page shows it.
 *
 * @param id the platform's id
 * @param name its name
 * @param state how it does, in words
 * @param live true if it is there, and its log can be followed
 * @param trouble why nothing was kept of it, or null
 */
public record ShownReplica(String id, String name, String state, boolean live, String trouble) {

    static ShownReplica of(Replica replica) {
        String state = !replica.running()
                ? Messages.ReplicaState_Stopped(replica.detail())
                : replica.routed() ? Messages.ReplicaState_Serves() : Messages.ReplicaState_Runs();
        return new ShownReplica(replica.id().value(), replica.name(), state, true, null);
    }

    static ShownReplica of(KeptLog kept, Instant now) {
        String ago = Util.getTimeSpanString(
                Math.max(0, now.toEpochMilli() - kept.keptAt().toEpochMilli()));
        return new ShownReplica(
                kept.replica(),
                kept.name(),
                kept.trouble() == null ? Messages.ReplicaState_Kept(ago) : Messages.ReplicaState_Gone(),
                false,
                kept.trouble());
    }
}
