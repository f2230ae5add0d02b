package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.Map;

/** The names under which releases' images are kept. */
public final class ImageTags {

    /** The label that names the site. */
    public static final String SITE = "io.jenkins.branch-gate.site";

    private ImageTags() {}

    /** The labels by which a site's images are told from others; the same for all of its releases. */
    public static Map<String, String> labels(SiteId site) {
        return Map.of(SITE, site.value());
    }

    /** {@code branch-gate/<site>:<release id>}. */
    public static ImageRef of(SiteId site, ReleaseId release) {
        return new ImageRef(repository(site) + ":" + release);
    }

    static String repository(SiteId site) {
        return "branch-gate/" + site;
    }
}
