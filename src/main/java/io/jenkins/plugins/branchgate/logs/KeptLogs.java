package io.jenkins.plugins.branchgate.logs;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.LogPart;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The logs of one site's retired replicas, one file each: {@code <environment>/<deployment>/<replica>.log}, a line of JSON
 * about the replica and then what it wrote last. Bounded by {@link LogRetention}. A file is there whole or not at all,
 * whenever the process ends. Safe from any thread of the one process that writes.
 */
public final class KeptLogs {

    private static final System.Logger LOG = System.getLogger(KeptLogs.class.getName());
    private static final String END = ".log";
    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_TROUBLE = 2000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path folder;
    private final Clock clock;

    /** @param folder is made when the first log is kept */
    public KeptLogs(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Keeps what a replica wrote; one that was kept before, by an attempt to retire it that was cut short, is replaced. */
    public void keep(Replica replica, LogPart part) throws IOException {
        write(replica, about(replica, part.cut(), null), SafeText.block(part.text()));
    }

    /** Keeps why there is nothing to keep of a replica; never in the place of something. */
    public void keepTrouble(Replica replica, String why) throws IOException {
        if (!Files.exists(file(replica.place().environment(), replica.deployment(), replica.id()))) {
            write(replica, about(replica, false, why), "");
        }
    }

    private KeptLog about(Replica replica, boolean cut, String trouble) {
        return new KeptLog(
                replica.id().value(),
                line(replica.name(), LONGEST_NAME),
                replica.release().value(),
                replica.index(),
                line(replica.detail(), LONGEST_NAME),
                replica.startedAt(),
                clock.instant(),
                cut,
                line(trouble, LONGEST_TROUBLE));
    }

    private static String line(String text, int most) {
        return text == null ? null : SafeText.block(text.substring(0, Math.min(text.length(), most)));
    }

    private synchronized void write(Replica replica, KeptLog about, String text) throws IOException {
        var file = file(replica.place().environment(), replica.deployment(), replica.id());
        Files.createDirectories(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        var bytes = (JSON.writeValueAsString(about) + "\n" + text).getBytes(StandardCharsets.UTF_8);
        try (var channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LogRetention.prune(folder.resolve(replica.place().environment().value()), file);
    }

    /** What is kept of a deployment, by index and time; a file that cannot be read is left out, and logged. */
    public List<KeptLog> of(EnvironmentName environment, DeploymentId deployment) throws IOException {
        var found = new ArrayList<KeptLog>();
        var home = folder.resolve(environment.value()).resolve(deployment.value());
        try (var files = Files.newDirectoryStream(home, "*" + END)) {
            for (var file : files) {
                try (var reader = Files.newBufferedReader(file)) {
                    found.add(JSON.readValue(String.valueOf(reader.readLine()), KeptLog.class));
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "The kept log " + file + " cannot be read; it is not shown", e);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        found.sort(Comparator.comparingInt(KeptLog::index).thenComparing(KeptLog::keptAt));
        return found;
    }

    /** What a replica wrote last, as it was kept; empty if nothing is. */
    public Optional<String> text(EnvironmentName environment, DeploymentId deployment, ReplicaId replica)
            throws IOException {
        try {
            String all = Files.readString(file(environment, deployment, replica));
            return Optional.of(all.substring(all.indexOf('\n') + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path file(EnvironmentName environment, DeploymentId deployment, ReplicaId replica) {
        return folder.resolve(environment.value()).resolve(deployment.value()).resolve(replica.value() + END);
    }
}
