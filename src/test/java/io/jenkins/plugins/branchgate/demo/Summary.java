package io.jenkins.plugins.branchgate.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Vote;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the demo did, as JSON for scripts. */
final class Summary {

    private final Path file;
    private final Map<String, Object> content = new LinkedHashMap<>();

    /** @param file where it goes, or null for nowhere */
    Summary(Path file, Remote remote) {
        this.file = file;
        content.put("repository", remote.url());
    }

    /** The environment's deployment, in the place of an earlier one of it. */
    void deployed(Deployment deployment, URI url) {
        var phases = new LinkedHashMap<String, Long>();
        deployment.durations().forEach((phase, took) -> phases.put(phase.name(), took.toMillis()));
        var last = deployment.phases().get(deployment.phases().size() - 1);
        var entry = new LinkedHashMap<String, Object>();
        entry.put("url", url.toString());
        entry.put("commit", deployment.commit().value());
        entry.put("release", deployment.release().id().value());
        entry.put("image", deployment.release().image().value());
        entry.put("digest", deployment.release().digest().value());
        entry.put("admission", deployment.admission().name());
        entry.put("phases", phases);
        entry.put(
                "milliseconds",
                Duration.between(deployment.startedAt(), last.at()).toMillis());
        content.put(deployment.environment().name().value(), entry);
    }

    void decided(Approval approval) {
        content.put(
                "mergeCommit",
                approval.mergeCommit() == null ? null : approval.mergeCommit().value());
        var entry = new LinkedHashMap<String, Object>();
        entry.put("id", approval.id().value());
        entry.put("state", approval.state().name());
        entry.put("from", approval.from().value());
        entry.put("into", approval.into().value());
        entry.put("by", approval.votes().stream().map(Vote::name).toList());
        entry.put("ended", approval.ended());
        content.put("approval", entry);
    }

    void write() throws IOException {
        if (file != null) {
            var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            Files.writeString(file, json.writeValueAsString(content) + "\n");
        }
    }
}
