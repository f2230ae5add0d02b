package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;

/** The names under which releases' images are kept. */
public final class ImageTags {

    private ImageTags() {}

    /** {@code branch-gate/<site>:<release id>}. */
    public static ImageRef of(SiteId site, ReleaseId release) {
        return new ImageRef("branch-gate/" + site + ":" + release);
    }
}
