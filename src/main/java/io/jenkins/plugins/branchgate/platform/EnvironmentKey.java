package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.Serializable;

/** One environment of one site: what a platform keeps apart from every other. */
public record EnvironmentKey(SiteId site, EnvironmentName environment) implements Serializable {

    @Override
    public String toString() {
        return site + "/" + environment;
    }
}
