package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.LargeObjectException;

/** The bare repository in a site's folder: made when missing, swept of what a crash left, written by one at a time. */
final class Mirror implements Closeable {

    private static final int PACKS_BEFORE_CLEANING = 50;
    private static final String CONFIG = """
            [core]
            	repositoryformatversion = 0
            	filemode = false
            	bare = true
            	logallrefupdates = false
            	hooksPath = /dev/null
            	fsyncObjectFiles = true
            	fsyncRefFiles = true
            [pack]
            	threads = 1
            	windowMemory = 64m
            [gc]
            	auto = 0
            	autopacklimit = 0
            	prunePackExpire = now
            """;

    /** Whose methods fail when a file can be neither made nor written. */
    private static final Set<String> WRITERS = Set.of(
            "java.io.FileOutputStream",
            "java.io.FileDescriptor",
            "java.io.UnixFileSystem",
            "java.io.WinNTFileSystem",
            "sun.nio.ch.FileDispatcherImpl",
            "sun.nio.ch.UnixFileDispatcherImpl");

    private final Path folder;
    private final IsolatedRepository repository;
    private final IsolatedRepository reading;
    private final ReadLimits bounds;

    private Mirror(Path folder, ReadLimits bounds) throws IOException {
        this.folder = folder;
        this.bounds = bounds;
        this.repository = new IsolatedRepository(folder, null);
        this.reading = new IsolatedRepository(folder, bounds.reading());
    }

    static Mirror open(Path folder, ReadLimits bounds) throws GitException {
        try {
            Files.createDirectories(folder);
            try (var lock = WriterLock.take(folder)) {
                prepare(folder);
            }
            return new Mirror(folder, bounds);
        } catch (IOException e) {
            throw broken(folder, e);
        } catch (InterruptedException e) {
            throw interrupted(folder, e);
        }
    }

    /** The reference that stands for a branch of the remote. No branch's reference can be a folder of another's. */
    static String refOf(String branch) {
        return "refs/mirror/" + branch.replace("/", "%/");
    }

    Path folder() {
        return folder;
    }

    /** For fetching and pushing. With the right to write only. */
    IsolatedRepository repository() {
        return repository;
    }

    /** For all that reads what was fetched: each walk is bounded. */
    IsolatedRepository reading() {
        return reading;
    }

    ReadLimits bounds() {
        return bounds;
    }

    /** Takes the right to write, and sweeps away what a writer that died left behind. */
    WriterLock write() throws GitException {
        try {
            var lock = WriterLock.take(folder);
            try {
                sweep(folder);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return lock;
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            throw interrupted(folder, e);
        }
    }

    /** Packs what many fetches brought, once there is much of it. With the right to write only. */
    void clean(Duration allowed) throws GitException {
        try (var packs = Files.list(folder.resolve("objects/pack"))) {
            if (packs.filter(f -> f.toString().endsWith(".pack")).count() < PACKS_BEFORE_CLEANING) {
                return;
            }
        } catch (IOException e) {
            throw broken(e);
        }
        pack(new Deadline(allowed));
    }

    /** @throws GitException if so much was fetched already that nothing more is, even after cleaning */
    void refuseFull(Duration allowed) throws GitException {
        long most = bounds.fetching().mirrorBytes();
        try {
            if (size() > most) {
                pack(new Deadline(allowed));
            }
            if (size() > most) {
                throw new GitException(
                        Reason.TOO_LARGE,
                        "The local mirror in " + folder + " has more than " + most
                                + " bytes, as many as are kept of one"
                                + " repository. Nothing was fetched or changed. It may be deleted, what is needed of it"
                                + " is then fetched again.");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private long size() throws IOException {
        try (var files = Files.walk(folder.resolve("objects"))) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (UncheckedIOException e) {
            // A temporary file that another thread has just renamed.
            throw e.getCause();
        }
    }

    private void pack(Deadline deadline) throws GitException {
        try {
            Git.wrap(repository).gc().setProgressMonitor(deadline).call();
        } catch (GitAPIException | RuntimeException e) {
            if (!deadline.isOver()) {
                throw broken(e);
            }
            // Nothing is lost but room; it is tried again after the next fetch.
        }
    }

    GitException broken(Exception e) {
        return broken(folder, e);
    }

    /** Says so if it was the mirror's own disk that failed an exchange with the remote; empty otherwise. */
    Optional<GitException> unwritten(Exception e) {
        return unwritten(folder, e);
    }

    private static Optional<GitException> unwritten(Path folder, Throwable e) {
        for (int depth = 0; e != null && depth < 20; e = e.getCause(), depth++) {
            if (e instanceof IOException && isOfWriting(e)) {
                return Optional.of(new GitException(
                        Reason.MIRROR_BROKEN,
                        "The local mirror in " + folder + " could not be written: " + RemoteText.clean(e.getMessage())
                                + ". Its disk has " + free(folder) + " free. Nothing was changed, and the remote is"
                                + " unharmed. Make room there, or see why it cannot be written, then try again.",
                        e));
            }
        }
        return Optional.empty();
    }

    /** Systems have many words for a full disk, and one place where it shows. */
    private static boolean isOfWriting(Throwable e) {
        var frames = e.getStackTrace();
        return e instanceof FileSystemException
                || (frames.length > 0
                        && (WRITERS.contains(frames[0].getClassName())
                                || (frames[0].getClassName().equals("java.io.RandomAccessFile")
                                        && frames[0].getMethodName().startsWith("write"))));
    }

    private static String free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() / 1024 + " KiB";
        } catch (IOException e) {
            return "an unknown number of bytes";
        }
    }

    @Override
    public void close() {
        repository.close();
        reading.close();
    }

    private static GitException broken(Path folder, Exception e) {
        if (e instanceof LimitExceededException || e instanceof LargeObjectException) {
            return new GitException(
                    Reason.TOO_LARGE,
                    "The repository mirrored in " + folder + " holds too much: " + RemoteText.clean(e.getMessage())
                            + ". Nothing was changed.",
                    e);
        }
        if (e instanceof InterruptedIOException) {
            return interrupted(folder, e);
        }
        var unwritten = unwritten(folder, e);
        if (unwritten.isPresent()) {
            return unwritten.get();
        }
        return new GitException(
                Reason.MIRROR_BROKEN,
                "The local mirror in " + folder + " cannot be read or written: " + e
                        + ". The remote is unharmed. Check the disk; a damaged mirror may be deleted, it is fetched"
                        + " again.",
                e);
    }

    private static GitException interrupted(Path folder, Exception e) {
        Thread.currentThread().interrupt();
        return new GitException(
                Reason.INTERRUPTED, "Stopped while waiting for, or reading, the mirror in " + folder + ".", e);
    }

    /** Every file is written whole or not at all, so that a crash in between is mended by the next call. */
    private static void prepare(Path folder) throws IOException {
        for (var name : List.of("objects/pack", "objects/info", "refs")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (var name : List.of("objects/info/alternates", "objects/info/http-alternates", "commondir")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        settle(folder.resolve("config"), CONFIG);
        settle(folder.resolve("HEAD"), "ref: refs/heads/none\n");
    }

    private static void settle(Path file, String content) throws IOException {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            Files.write(file, bytes);
        }
    }

    /** Lock files whose writer is dead, packs half received, and references that a power cut left empty. */
    private static void sweep(Path folder) throws IOException {
        try (var half = Files.newDirectoryStream(folder.resolve("objects"), "incoming_*")) {
            for (var file : half) {
                Files.deleteIfExists(file);
            }
        }
        for (var name : List.of("HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock", "FETCH_HEAD.lock")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        List<Path> dead;
        try (var refs = Files.walk(folder.resolve("refs"))) {
            dead = refs.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(".lock") || f.toFile().length() == 0)
                    .toList();
        }
        for (var file : dead) {
            Files.deleteIfExists(file);
        }
    }
}
