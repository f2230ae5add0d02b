package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;

/** A site's tree held in memory. */
public class MemoryTree implements SiteTree {

    private sealed interface Entry {}

    private record Plain(byte[] content, boolean executable) implements Entry {}

    private record Link(String target) implements Entry {}

    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private CommitId commit = new CommitId("c0ffee".repeat(6) + "c0ff");
    private Instant committedAt = Instant.EPOCH;

    /** Adds a text file. */
    public MemoryTree with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** Adds a file. */
    public MemoryTree with(String path, byte[] content, boolean executable) {
        entries.put(path, new Plain(content, executable));
        return this;
    }

    /** Adds a symbolic link. */
    public MemoryTree link(String path, String target) {
        entries.put(path, new Link(target));
        return this;
    }

    /** Says which commit it is, and of when. */
    public MemoryTree at(CommitId id, Instant when) {
        commit = id;
        committedAt = when;
        return this;
    }

    @Override
    public CommitId commit() {
        return commit;
    }

    @Override
    public Instant committedAt() {
        return committedAt;
    }

    @Override
    public TreeId tree() {
        return new TreeId(String.format("%08x", entries.keySet().hashCode()).repeat(5));
    }

    @Override
    public void accept(Visitor visitor) throws IOException {
        for (var each : entries.entrySet()) {
            if (each.getValue() instanceof Plain file) {
                visitor.file(
                        each.getKey(), file.executable, file.content.length, new ByteArrayInputStream(file.content));
            } else if (each.getValue() instanceof Link link) {
                visitor.symbolicLink(each.getKey(), link.target);
            }
        }
    }
}
