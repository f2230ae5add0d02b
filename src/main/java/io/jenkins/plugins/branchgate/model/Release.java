package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * An immutable image built from one commit.
 *
 * @param id what people call it
 * @param commit the commit it stands for
 * @param tree the site's tree in that commit; a commit with the same tree shares the image
 * @param image the reference under which the engine knows the image
 * @param digest the image's content address: what actually runs
 * @param builtAt when the image was built, to the millisecond
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Release(ReleaseId id, CommitId commit, TreeId tree, ImageRef image, ImageDigest digest, Instant builtAt)
        implements Serializable {

    public Release {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(tree, "tree");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(builtAt, "builtAt");
    }
}
