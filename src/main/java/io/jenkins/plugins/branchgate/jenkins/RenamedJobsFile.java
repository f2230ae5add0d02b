package io.jenkins.plugins.branchgate.jenkins;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.branchgate.model.Ownership;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which jobs and folders were renamed or moved, and when, in a file. What a ledger says of a job names it as it was then:
 * moves after that time lead to the job as it is named now, and a job that was made later under the old name is another
 * one. Safe from any thread.
 */
final class RenamedJobsFile {

    /** More than any controller should have; the oldest are forgotten. */
    static final int MOST = 10_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private static final TypeReference<List<Move>> TYPE = new TypeReference<>() {};

    private final Path file;
    private final Disk disk;
    private List<Move> moves;

    RenamedJobsFile(Path file) {
        this(file, RenamedJobsFile::sync);
    }

    RenamedJobsFile(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    /**
     * A job or folder got another full name.
     *
     * @param at when
     * @param from its full name before
     * @param to its full name since
     */
    record Move(Instant at, String from, String to) {
        String apply(String name) {
            return Ownership.renamed(name, from, to);
        }
    }

    /** The full name that a job has now. */
    String now(String name, Instant then) throws IOException {
        String now = name;
        for (var move : all()) {
            if (!move.at().isBefore(then)) {
                now = move.apply(now);
            }
        }
        return now;
    }

    /** Notes a move; on the disk when this returns, whole or not at all. What a folder's move explains is not noted. */
    synchronized void add(Move move) throws IOException {
        var before = all();
        if (!before.isEmpty()) {
            var last = before.get(before.size() - 1);
            if (last.apply(move.from()).equals(move.to()) && !last.from().equals(move.from())) {
                return;
            }
        }
        var after = new ArrayList<>(before);
        after.add(move);
        var kept = List.copyOf(after.subList(Math.max(0, after.size() - MOST), after.size()));
        Files.createDirectories(file.getParent());
        var fresh = Files.createTempFile(file.getParent(), "moves", ".json");
        try {
            Files.write(fresh, JSON.writeValueAsBytes(kept));
            disk.sync(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        moves = kept;
        disk.sync(file.getParent());
    }

    /** Waits until what was written is on the disk: of a folder, the names in it. */
    interface Disk {
        void sync(Path written) throws IOException;
    }

    private static void sync(Path written) throws IOException {
        boolean folder = Files.isDirectory(written);
        if (folder && File.separatorChar != '/') {
            return; // Windows opens no folders
        }
        try (var channel = FileChannel.open(written, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private synchronized List<Move> all() throws IOException {
        if (moves == null) {
            try {
                moves = List.copyOf(JSON.readValue(Files.readAllBytes(file), TYPE));
            } catch (NoSuchFileException e) {
                moves = List.of();
            }
        }
        return moves;
    }
}
