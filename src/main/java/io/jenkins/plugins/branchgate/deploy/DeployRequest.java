package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.SiteTree;
import java.util.Objects;

/**
 * What a deployment is to do. Whether the commit may enter the environment was decided by the gate before.
 *
 * @param site the site
 * @param environment the environment with the settings it is to have
 * @param commit the commit asked for; a release given may have been built from another commit with the same content
 * @param tree the content to build from; with a release given it is used only if the engine has lost the release's image
 *     and may build it again, which it may not for a gated environment, and may be null
 * @param release what to run by digest, or null to reuse or build an image of {@code tree}; always null for
 *     {@link DeploymentKind#SCALE}, which keeps the release that runs
 * @param kind why it is made
 * @param admission why the commit was let in
 * @param reason what the person who overrode the gate wrote, or null
 * @param startedBy who or what asked, as people know it
 * @param buildUrl the page of the build that asks, or null
 */
public record DeployRequest(
        SiteId site,
        Environment environment,
        CommitId commit,
        SiteTree tree,
        Release release,
        DeploymentKind kind,
        Admission admission,
        String reason,
        String startedBy,
        String buildUrl) {

    /** @throws IllegalArgumentException if there is neither a tree nor a release to run, or a release to scale to */
    public DeployRequest {
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(admission, "admission");
        if (kind == DeploymentKind.SCALE) {
            if (release != null) {
                throw new IllegalArgumentException("A scaling keeps the release that runs; none can be given");
            }
        } else if (tree == null && release == null) {
            throw new IllegalArgumentException("A deployment needs the content to build from or the release to run");
        }
    }

    /** The same, with the content to build from if the engine has lost the release's image. */
    public DeployRequest withTree(SiteTree content) {
        return new DeployRequest(
                site, environment, commit, content, release, kind, admission, reason, startedBy, buildUrl);
    }
}
