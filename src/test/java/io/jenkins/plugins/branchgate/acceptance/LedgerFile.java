package io.jenkins.plugins.branchgate.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journal of a site as it lies in {@code JENKINS_HOME}, read while Jenkins writes it. */
record LedgerFile(Path file) {

    static LedgerFile of(LocalJenkins jenkins, DeployedSite site) {
        return new LedgerFile(
                jenkins.home().resolve("branch-gate").resolve(site.id().value()).resolve("ledger.jsonl"));
    }

    /** Its whole lines, oldest first; none while there is no file. */
    List<JsonNode> entries(String type) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        var entries = new ArrayList<JsonNode>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            JsonNode entry = line.isEmpty() ? null : new ObjectMapper().readTree(line);
            if (entry != null && entry.path("type").asText().equals(type)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The id of the approval that was opened for a commit. */
    Optional<String> approvalOf(String commit) throws IOException {
        return entries("approval-opened").stream()
                .map(entry -> entry.path("approval"))
                .filter(approval ->
                        approval.path("release").path("commit").asText().equals(commit))
                .map(approval -> approval.path("id").asText())
                .findFirst();
    }

    /** The states an approval went through after it was opened. */
    List<String> states(String approval) throws IOException {
        return entries("approval-moved").stream()
                .filter(entry -> entry.path("approval").asText().equals(approval))
                .map(entry -> entry.path("to").asText())
                .toList();
    }
}
