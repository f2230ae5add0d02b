package io.jenkins.plugins.branchgate.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
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
 * whole transactions never are. A ledger that was edited or damaged still opens, {@link #warnings} says where, and the
 * gates of its site are closed until an administrator has {@linkplain #acknowledge acknowledged} that. One that a newer
 * version wrote can only be read, see {@link LedgerHeader}.
 *
 * <p>The chain shows what was edited, removed or inserted before its end. It cannot show that the last lines were cut
 * off on purpose, nor withstand someone who rewrites every hash from there on: for that, keep copies elsewhere.
 */
public final class Ledger implements Closeable {

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
     * Opens a ledger that exists, and reads it once. An unfinished last transaction is dropped.
     *
     * @param clock gives the entries their time
     * @throws LedgerException if there is none, this process or another has it open, or the file cannot be opened, read
     *     or repaired
     */
    public static Ledger open(Path file, Clock clock) throws IOException {
        if (Files.notExists(file)) {
            throw new LedgerException("There is no ledger " + file + ". Nothing was made.");
        }
        return new Ledger(file, Objects.requireNonNull(clock, "clock"));
    }

    /**
     * As {@link #open(Path, Clock)}, making the file and its folders if there is none.
     *
     * @param header whose ledger it is, or is to be
     * @throws LedgerException also if it is another site's or another repository's
     */
    public static Ledger open(Path file, LedgerHeader header, Clock clock) throws IOException {
        var ledger = new Ledger(file, Objects.requireNonNull(clock, "clock"));
        try {
            ledger.check(header);
            return ledger;
        } catch (IOException | RuntimeException | Error e) {
            ledger.close();
            throw e;
        }
    }

    /**
     * Makes sure that the ledger is that site's. An empty one becomes it; so does one whose header was damaged, once that
     * was acknowledged.
     *
     * @throws LedgerException if it is another site's or another repository's; nothing was written
     */
    public void check(LedgerHeader wanted) throws IOException {
        var is = view().site().orElse(null);
        if (is == null && !view().integrity().needsAcknowledgement()) {
            lock.lock();
            try {
                if (live.header() == null) {
                    write(List.of(wanted));
                }
                is = live.header();
            } finally {
                lock.unlock();
            }
            deliveries.deliver();
        }
        if (is != null && !is.isOf(wanted)) {
            throw new LedgerException("The ledger " + path + " belongs to " + is.words() + ", and was opened for "
                    + wanted.words() + ". Nothing was changed. If it was copied or moved there, move it back.");
        }
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
     * @throws LedgerException if the ledger is closed, cannot be written, or may not be, since a newer version wrote it;
     *     earlier entries are unharmed
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

    /**
     * Writes events as one unit, whatever the ledger says.
     *
     * @throws LedgerException as {@link #transact}
     */
    public void append(LedgerEvent... events) throws IOException {
        append(List.of(events));
    }

    /** As {@link #append(LedgerEvent...)}. */
    public void append(List<? extends LedgerEvent> events) throws IOException {
        this.<Void, RuntimeException>transact((view, append) -> {
            events.forEach(append);
            return null;
        });
    }

    /**
     * Opens the gates again after damage. What damaged lines say stays without effect, and what was admitted before them
     * admits nothing any more. Approvals that were under way end, since a line that ended them may be among the lost.
     *
     * @param by the administrator who has looked at it
     * @param digest what {@link Integrity#digest} said of the damage that was looked at
     * @throws LedgerException if the damage is another one by now, or a newer version's ledger cannot be written
     */
    public void acknowledge(String by, String digest) throws IOException {
        this.<Void, LedgerException>transact((view, append) -> {
            var integrity = view.integrity();
            if (!integrity.digest().equals(digest)) {
                throw new LedgerException("The damage of the ledger " + path
                        + " is not the one that was looked at. Nothing was changed. Load the page again and look at what"
                        + " it says now.");
            }
            if (integrity.needsAcknowledgement()) {
                append.accept(integrity.acknowledgedBy(by));
                view.open().stream().map(ChainAcknowledged::ended).forEach(append);
            }
            return null;
        });
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
        checkWritable(events);
        long first = file.length() == 0 ? 0 : lastSequence + 1;
        var unit = WrittenUnit.of(first, clock.instant().truncatedTo(ChronoUnit.MILLIS), lastHash, events);
        long offset = file.length();
        file.append(unit.bytes());
        for (var line : unit.lines()) {
            var entry = line.entry();
            if (entry.sequence() > 0) {
                index.add(entry.sequence(), offset, line.length() - 1);
            }
            offset += line.length();
            live.apply(entry);
            lastHash = entry.hash();
            lastSequence = entry.sequence();
        }
        snapshot = null;
        deliveries.queue(
                unit.lines().stream().map(WrittenUnit.WrittenLine::entry).toList());
    }

    private List<LedgerEntry> read(long first, int most, long last) throws IOException {
        checkOpen();
        return EntryReader.read(path, file, index, first, most, last);
    }

    /** The header, and nothing else, stands first. */
    private void checkWritable(List<LedgerEvent> events) throws LedgerException {
        if (live.integrity().newer()) {
            throw new LedgerException(
                    "The ledger " + path + " was written by a newer version of Branch Gate, in format "
                            + live.header().format() + "; this one knows format " + LedgerHeader.FORMAT
                            + " and can only read it. Nothing was written. Install that version again.");
        }
        if (file.length() == 0 && !(events.get(0) instanceof LedgerHeader)) {
            throw new LedgerException("The ledger " + path + " is empty and does not say yet whose it is. Nothing was"
                    + " written. It will when the site is deployed to.");
        }
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
