package io.jenkins.plugins.branchgate.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The append-only journal of one site: JSON Lines, synced to disk, each line carrying the hash of the one before it.
 * Safe from any thread; one process at a time. What a crash leaves of a transaction is dropped at the next opening,
 * whole transactions never are. A ledger that was edited or damaged still opens, and {@link #warnings} says where.
 *
 * <p>The chain shows what was edited, removed or inserted before its end. It cannot show that the last lines were cut
 * off on purpose, nor withstand someone who rewrites every hash from there on: for that, keep copies elsewhere.
 */
public final class Ledger implements Closeable {

    private static final int LONGEST_EVENT = 1 << 20;

    private final Path path;
    private final Clock clock;
    private final LedgerFile file;
    private final LineIndex index = new LineIndex();
    private final Projections live = new Projections();
    private final Warnings warnings;
    private final Deliveries deliveries = new Deliveries();
    private final ReentrantLock lock = new ReentrantLock();

    private String lastHash;
    private long lastSequence;
    private boolean inTransaction;
    private volatile boolean closed;
    private volatile LedgerView snapshot;

    private Ledger(Path path, Clock clock) throws IOException {
        this.path = path;
        this.clock = clock;
        warnings = new Warnings(path);
        file = new LedgerFile(path);
        try {
            var reading = new LedgerReading(file, index, live, warnings);
            reading.run();
            lastHash = reading.lastHash();
            lastSequence = reading.lastSequence();
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens a ledger, making the file and its folders if there is none, and reads it once. An unfinished last
     * transaction is dropped.
     *
     * @param clock gives the entries their time
     * @throws LedgerException if this process or another has it open, or the file cannot be opened, read or repaired
     */
    public static Ledger open(Path file, Clock clock) throws IOException {
        return new Ledger(Objects.requireNonNull(file, "file"), Objects.requireNonNull(clock, "clock"));
    }

    /** The ledger as of now; cheap, and the same object until something is written. Good after {@link #close} too. */
    public LedgerView view() {
        var latest = snapshot;
        if (latest != null) {
            return latest;
        }
        lock.lock();
        try {
            if (snapshot == null) {
                snapshot = new LedgerView(live.copy(), this::read);
            }
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a transaction alone. What it appends is written and synced as one unit before this returns: after a crash it
     * is there altogether or not at all. If it throws, or the disk refuses, nothing was written. Not to be called from
     * within a transaction; a listener may.
     *
     * @throws X what the transaction threw
     * @throws LedgerException if the ledger is closed or cannot be written; earlier entries are unharmed
     * @throws IllegalArgumentException if an event is longer than 1 MiB or an {@link UnknownEvent}
     */
    public <T, X extends Exception> T transact(Transaction<T, X> transaction) throws X, IOException {
        T result;
        lock.lock();
        try {
            if (inTransaction) {
                throw new IllegalStateException("A transaction was begun within a transaction of the ledger " + path);
            }
            checkOpen();
            var batch = new Batch();
            inTransaction = true;
            try {
                result = transaction.run(new LedgerView(live, this::read), batch);
            } finally {
                inTransaction = false;
                batch.ended = true;
            }
            write(batch.events);
        } finally {
            lock.unlock();
        }
        deliveries.deliver();
        return result;
    }

    /** Takes the events of one transaction, and none once it ended. */
    private static final class Batch implements Consumer<LedgerEvent> {

        private final List<LedgerEvent> events = new ArrayList<>();
        private boolean ended;

        @Override
        public void accept(LedgerEvent event) {
            if (ended) {
                throw new IllegalStateException("The transaction is over; nothing more can be appended to it");
            }
            events.add(Objects.requireNonNull(event, "event"));
        }
    }

    private void write(List<LedgerEvent> events) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var entries = new ArrayList<LedgerEntry>(events.size());
        var lines = new ArrayList<byte[]>(events.size());
        int total = 0;
        String hash = lastHash;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            long sequence = lastSequence + 1 + i;
            byte[] line = LineFormat.write(sequence, at, hash, i + 1, events.size(), event);
            if (line.length > LONGEST_EVENT) {
                throw new IllegalArgumentException("A " + EventTypes.nameOf(event) + " of " + line.length
                        + " bytes is too long for the ledger: at most " + LONGEST_EVENT + ". Nothing was written.");
            }
            String previous = hash;
            hash = LineFormat.hashOf(line);
            entries.add(new LedgerEntry(sequence, at, previous, hash, event));
            lines.add(line);
            total = Math.addExact(total, line.length);
        }
        long offset = file.length();
        byte[] unit = new byte[total];
        int filled = 0;
        for (var line : lines) {
            System.arraycopy(line, 0, unit, filled, line.length);
            filled += line.length;
        }
        file.append(unit);
        for (int i = 0; i < entries.size(); i++) {
            int length = lines.get(i).length;
            index.add(entries.get(i).sequence(), offset, length - 1);
            offset += length;
            live.apply(entries.get(i));
        }
        lastHash = hash;
        lastSequence += entries.size();
        snapshot = null;
        deliveries.queue(entries);
    }

    private List<LedgerEntry> read(long first, int most, long last) throws IOException {
        checkOpen();
        var entries = new ArrayList<LedgerEntry>();
        int position = index.find(first);
        for (var place = index.at(position);
                place != null && place.sequence() <= last && entries.size() < most;
                place = index.at(++position)) {
            byte[] bytes = file.read(place.offset(), place.length());
            try {
                var read = LineFormat.read(bytes, 0, bytes.length).entry();
                entries.add(
                        new LedgerEntry(place.sequence(), read.at(), read.previousHash(), read.hash(), read.event()));
            } catch (Line.UnreadableException e) {
                throw new LedgerException(
                        "Entry " + place.sequence() + " of the ledger " + path + " can no longer be read:"
                                + " the file was changed while it was open. Restart, and see the warnings.",
                        e);
            }
        }
        return List.copyOf(entries);
    }

    private void checkOpen() throws LedgerException {
        if (closed) {
            throw new LedgerException("The ledger " + path + " is closed. Nothing was written.");
        }
    }

    /**
     * What the opening found and repaired, or found and could not repair, in words for people; empty if all was well.
     */
    public List<String> warnings() {
        return warnings.all();
    }

    /**
     * Calls back with every entry written from now on: after it is on disk, without a lock, in order, one at a time,
     * on a thread that writes, not always the one that wrote this entry. What a listener throws is logged and stops
     * nothing.
     *
     * @return closing it ends the calls; it does not throw
     */
    public AutoCloseable listen(Consumer<LedgerEntry> listener) {
        return deliveries.listen(Objects.requireNonNull(listener, "listener"));
    }

    /** Waits for a running transaction, then closes the file and lets others open it. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                file.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
