package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * A replica as the platform sees it.
 *
 * @param id the platform's id
 * @param name its name as an administrator sees it
 * @param place where it belongs
 * @param release the release's id label
 * @param commit the commit label
 * @param digest the image it really runs
 * @param deployment the deployment that started it
 * @param index its index label
 * @param running true if its process runs
 * @param routed true if the edge sends it new requests
 * @param startedAt when it was started last
 * @param detail the platform's own state text, for people, for example {@code exited (1)}
 * @param drift how it differs from what was started, each in words for people that tell no secret, for example
 *     {@code mounts: expected none, found /srv → /usr/local/apache2/htdocs}; empty if it does not
 */
public record Replica(
        ReplicaId id,
        String name,
        EnvironmentKey place,
        ReleaseId release,
        CommitId commit,
        ImageDigest digest,
        DeploymentId deployment,
        int index,
        boolean running,
        boolean routed,
        Instant startedAt,
        String detail,
        List<String> drift)
        implements Serializable {

    public Replica {
        drift = List.copyOf(drift);
    }

    /** One that is as it was started. */
    public Replica(
            ReplicaId id,
            String name,
            EnvironmentKey place,
            ReleaseId release,
            CommitId commit,
            ImageDigest digest,
            DeploymentId deployment,
            int index,
            boolean running,
            boolean routed,
            Instant startedAt,
            String detail) {
        this(
                id,
                name,
                place,
                release,
                commit,
                digest,
                deployment,
                index,
                running,
                routed,
                startedAt,
                detail,
                List.of());
    }
}
