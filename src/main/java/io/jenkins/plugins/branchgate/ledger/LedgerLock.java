package io.jenkins.plugins.branchgate.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps a second writer away from a ledger: a lock of the operating system on {@code <ledger>.lock}, gone with the
 * process however it ends. The file beside it, and not the ledger, because on POSIX systems closing any handle of a
 * locked file drops the lock, and people and backups read the ledger. It holds the owner's process id, for the message.
 */
final class LedgerLock implements Closeable {

    /** Paths locked by this process: asking the system twice from one process would drop the first lock. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path key;
    private final RandomAccessFile file;

    private LedgerLock(Path key, RandomAccessFile file) {
        this.key = key;
        this.file = file;
    }

    /** @throws LedgerException if this process or another has the ledger open; the message says which */
    static LedgerLock take(Path ledger) throws IOException {
        Path folder = ledger.toAbsolutePath().getParent().toRealPath();
        Path key = folder.resolve(ledger.getFileName() + ".lock");
        synchronized (HELD) {
            if (HELD.contains(key)) {
                throw inUse(ledger, "this process, " + ProcessHandle.current().pid());
            }
            var file = new RandomAccessFile(key.toFile(), "rw");
            FileLock lock = null;
            try {
                lock = file.getChannel().tryLock(Long.MAX_VALUE - 1, 1, false);
                if (lock == null) {
                    throw inUse(ledger, "process " + owner(file));
                }
                file.setLength(0);
                file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            } catch (OverlappingFileLockException e) {
                throw inUse(ledger, "this process, " + ProcessHandle.current().pid());
            } finally {
                if (lock == null) {
                    file.close();
                }
            }
            HELD.add(key);
            return new LedgerLock(key, file);
        }
    }

    private static String owner(RandomAccessFile file) throws IOException {
        byte[] digits = new byte[20];
        int read = file.read(digits);
        String pid = read < 0 ? "" : new String(digits, 0, read, StandardCharsets.US_ASCII);
        return pid.matches("[0-9]+") ? pid : "unknown";
    }

    private static LedgerException inUse(Path ledger, String by) {
        return new LedgerException(
                "The ledger " + ledger + " is in use by " + by + ". Only one may write it. Nothing was"
                        + " changed; stop the other one, or give this one another folder.");
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(key);
            file.close();
        }
    }
}
