package io.jenkins.plugins.branchgate.jenkins.forms;

import hudson.model.Item;
import hudson.util.ListBoxModel;
import org.jenkinsci.plugins.docker.commons.credentials.DockerServerCredentials;

/** Names a class of the docker-commons plugin, which is optional: loaded only where that plugin is. */
final class DockerServerChoice {
    private DockerServerChoice() {}

    static ListBoxModel of(Item item, String current) {
        return CredentialsChoice.of(item, DockerServerCredentials.class, null, current);
    }
}
