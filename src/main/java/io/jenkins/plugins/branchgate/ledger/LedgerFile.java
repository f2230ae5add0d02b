package io.jenkins.plugins.branchgate.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a ledger on disk: appends that are whole or not there, and reads. {@link RandomAccessFile} rather than a
 * channel, because interrupting a thread closes the channel it uses, and aborting a build interrupts threads. Not
 * thread-safe but for {@link #read}.
 */
final class LedgerFile implements Closeable {

    private final Path path;
    private final LedgerLock lock;
    private final RandomAccessFile writer;
    private final RandomAccessFile reader;
    private long length;
    private boolean tailUnknown;

    /** Opens or makes the file and its folders and takes its lock. */
    LedgerFile(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path.toAbsolutePath().getParent());
        lock = LedgerLock.take(path);
        RandomAccessFile opened = null;
        try {
            boolean made = !Files.exists(path);
            opened = new RandomAccessFile(path.toFile(), "rw");
            if (made) {
                opened.getFD().sync();
                syncFolder(path.toAbsolutePath().getParent());
            }
            writer = opened;
            reader = new RandomAccessFile(path.toFile(), "r");
            length = writer.length();
        } catch (IOException e) {
            if (opened != null) {
                opened.close();
            }
            lock.close();
            throw new LedgerException(
                    "The ledger " + path + " cannot be opened: " + e.getMessage()
                            + ". Nothing was changed; see to the file's permissions and try again.",
                    e);
        }
    }

    /**
     * A new file's name survives a power cut only once its folder is synced too; not every system can sync a folder.
     */
    private static void syncFolder(Path folder) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // an interrupt would close the channel before it synced
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long length() {
        return length;
    }

    /** Appends and syncs; on failure the file is as long as before, and so are its readers' expectations. */
    void append(byte[] bytes) throws IOException {
        checkTail();
        try {
            writer.seek(length);
            writer.write(bytes);
            writer.getFD().sync();
        } catch (IOException e) {
            takeBack(e);
            throw new LedgerException(
                    "The ledger " + path + " could not be written: " + e.getMessage()
                            + ". Nothing of this was recorded, and all that was recorded before is there. Make room on"
                            + " the disk, or repair it, and try again.",
                    e);
        }
        length += bytes.length;
    }

    private void takeBack(IOException cause) {
        try {
            writer.setLength(length);
            writer.getFD().sync();
        } catch (IOException e) {
            tailUnknown = true;
            cause.addSuppressed(e);
        }
    }

    /** Nothing may stand behind the last good line when the next one is written there. */
    private void checkTail() throws IOException {
        if (tailUnknown) {
            writer.setLength(length);
            writer.getFD().sync();
            tailUnknown = false;
        }
        if (writer.length() != length) {
            throw new LedgerException("The ledger " + path + " is " + writer.length() + " bytes long where " + length
                    + " were expected: something else changed it. Nothing was written. Find out what did; the ledger is"
                    + " read anew when Jenkins restarts.");
        }
    }

    /** Cuts the file; all that follows is lost. */
    void truncate(long to) throws IOException {
        writer.setLength(to);
        writer.getFD().sync();
        length = to;
    }

    /** Reads exactly that many bytes. */
    byte[] read(long offset, int count) throws IOException {
        byte[] bytes = new byte[count];
        synchronized (reader) {
            reader.seek(offset);
            reader.readFully(bytes);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        try (lock;
                writer) {
            synchronized (reader) {
                reader.close();
            }
        }
    }
}
