package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import java.io.Serializable;
import java.time.Instant;

/**
 * A replica as the platform sees it, told from its labels alone.
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
 */
public record Replica(
        ReplicaId id,
        String name,
        Place place,
        ReleaseId release,
        CommitId commit,
        ImageDigest digest,
        DeploymentId deployment,
        int index,
        boolean running,
        boolean routed,
        Instant startedAt,
        String detail)
        implements Serializable {}
