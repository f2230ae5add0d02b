package io.jenkins.plugins.branchgate.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many kept logs an environment has: of its newest {@value #MOST_DEPLOYMENTS} deployments, at most
 * {@value #MOST_REPLICAS} of each, and at most {@value #MOST_BYTES} bytes of all. The oldest go first.
 */
final class LogRetention {

    static final int MOST_DEPLOYMENTS = 10;
    static final int MOST_REPLICAS = 20;
    static final long MOST_BYTES = 16L * 1024 * 1024;

    private LogRetention() {}

    private record Kept(Path file, long time, long size) {}

    /**
     * Removes what is too much.
     *
     * @param environment the environment's folder
     * @param spared the file that was just written, which stays
     */
    static void prune(Path environment, Path spared) throws IOException {
        var deployments = new ArrayList<>(children(environment));
        // The ids of deployments sort by time.
        deployments.sort(
                Comparator.<Path, String>comparing(each -> each.getFileName().toString())
                        .reversed());
        long bytes = 0;
        int count = 0;
        for (var deployment : deployments) {
            boolean tooOld = count++ >= MOST_DEPLOYMENTS;
            var logs = newestFirst(deployment);
            int kept = 0;
            for (var log : logs) {
                bytes += log.size();
                boolean tooMuch = tooOld || kept >= MOST_REPLICAS || bytes > MOST_BYTES;
                if (tooMuch && !log.file().equals(spared)) {
                    Files.deleteIfExists(log.file());
                    bytes -= log.size();
                } else {
                    kept++;
                }
            }
            if (kept == 0) {
                Files.deleteIfExists(deployment);
            }
        }
    }

    private static List<Kept> newestFirst(Path deployment) throws IOException {
        var logs = new ArrayList<Kept>();
        for (var file : children(deployment)) {
            try {
                logs.add(new Kept(file, Files.getLastModifiedTime(file).toMillis(), Files.size(file)));
            } catch (NoSuchFileException e) {
                continue; // removed in between
            }
        }
        logs.sort(Comparator.comparingLong(Kept::time).reversed());
        return logs;
    }

    private static List<Path> children(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (var children = Files.newDirectoryStream(folder)) {
            children.forEach(found::add);
        } catch (NoSuchFileException | java.nio.file.NotDirectoryException e) {
            return List.of();
        }
        return found;
    }
}
