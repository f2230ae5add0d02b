package io.jenkins.plugins.branchgate.logs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Instant;

/**
 * About the log of a replica that was retired.
 *
 * @param replica the platform's id of it
 * @param name its name
 * @param release what it ran
 * @param index its number within its deployment
 * @param state how it was when the log was kept, in the platform's words
 * @param startedAt when it was started last
 * @param keptAt when the log was kept, which is just before the replica was retired
 * @param cut true if it wrote more than was kept
 * @param trouble why there is no text, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeptLog(
        String replica,
        String name,
        String release,
        int index,
        String state,
        Instant startedAt,
        Instant keptAt,
        boolean cut,
        String trouble) {

    public KeptLog {
        // What was read from a file is parsed like everything from outside.
        new ReplicaId(replica);
        new ReleaseId(release);
    }

    /** The platform's id of the replica. */
    public ReplicaId replicaId() {
        return new ReplicaId(replica);
    }
}
