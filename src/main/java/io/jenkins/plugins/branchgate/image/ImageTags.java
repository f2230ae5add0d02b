package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.util.Map;
import java.util.TreeMap;

/** The names under which releases' images are kept. */
public final class ImageTags {

    /** The label that names the site. */
    public static final String SITE = "io.jenkins.branch-gate.site";

    /** The label that names the tree of the site that the image was built from. */
    public static final String TREE = "io.jenkins.branch-gate.tree";

    /** The label that names the Dockerfile, where one was asked for. */
    public static final String DOCKERFILE = "io.jenkins.branch-gate.dockerfile";

    private ImageTags() {}

    /** The label by which a site's images are told from others; the same for all of its releases. */
    public static Map<String, String> labels(SiteId site) {
        return Map.of(SITE, site.value());
    }

    /**
     * The labels that say what an image was built from. They are given to the builder beside the Dockerfile, whose own
     * labels of those names they override.
     *
     * @param dockerfile the Dockerfile that was named, or null if none was
     */
    public static Map<String, String> labels(SiteId site, TreeId tree, String dockerfile) {
        var labels = new TreeMap<>(labels(site));
        labels.put(TREE, tree.value());
        if (dockerfile != null) {
            labels.put(DOCKERFILE, dockerfile);
        }
        return labels;
    }

    /** {@code branch-gate/<site>:<release id>}. */
    public static ImageRef of(SiteId site, ReleaseId release) {
        return new ImageRef(repository(site) + ":" + release);
    }

    public static String repository(SiteId site) {
        return "branch-gate/" + site;
    }
}
