package io.jenkins.plugins.branchgate.jenkins.connect;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.branchgate.platform.docker.EngineKeys;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.docker.commons.credentials.DockerServerCredentials;

/** Reads keys from the docker-commons plugin, which is optional: loaded only where that plugin is. */
final class DockerServerKeys {
    private DockerServerKeys() {}

    /** The keys, or null if the build can see no such credentials. */
    static EngineKeys find(Run<?, ?> run, String id) {
        var found = CredentialsProvider.findCredentialById(id, DockerServerCredentials.class, run, List.of());
        if (found == null) {
            return null;
        }
        CredentialsProvider.track(run, found);
        return keys(found);
    }

    /** The keys among the controller's own, or null if it has none with that id. */
    static EngineKeys ofController(String id) {
        return CredentialsProvider.lookupCredentialsInItemGroup(
                        DockerServerCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of())
                .stream()
                .filter(each -> each.getId().equals(id))
                .findFirst()
                .map(DockerServerKeys::keys)
                .orElse(null);
    }

    private static EngineKeys keys(DockerServerCredentials found) {
        return new EngineKeys(
                found.getServerCaCertificate(),
                found.getClientCertificate(),
                Secret.toString(found.getClientKeySecret()));
    }
}
