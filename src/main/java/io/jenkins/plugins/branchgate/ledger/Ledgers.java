package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The ledgers of all sites under one folder, {@code <root>/<site>/ledger.jsonl}, each opened once. Safe from any
 * thread; opening one holds up no other.
 */
public final class Ledgers implements Closeable {

    private static final String FILE = "ledger.jsonl";
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Comparator<SiteId> BY_NAME = Comparator.comparing(SiteId::value);

    private final Path root;
    private final Clock clock;
    private final BiConsumer<SiteId, Ledger> opened;
    private final Map<SiteId, Slot> slots = new ConcurrentHashMap<>();
    private final Map<SiteId, Failure> failures = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile boolean surveyed;

    /** One site's place; its lock is held while the ledger is opened. */
    private static final class Slot {
        private volatile Ledger ledger;
    }

    /** @param at by {@link System#nanoTime} */
    private record Failure(String why, long at) {
        boolean isRecent() {
            return System.nanoTime() - at < RETRY.toNanos();
        }
    }

    /**
     * All ledgers at one moment.
     *
     * @param open those that can be read, by site
     * @param unreadable why the others cannot be, in words for people, by site
     */
    public record Survey(SortedMap<SiteId, Ledger> open, SortedMap<SiteId, String> unreadable) {}

    /**
     * @param root the folder; made when the first ledger is opened
     * @param clock gives the entries their time
     */
    public Ledgers(Path root, Clock clock) {
        this(root, clock, (site, ledger) -> {});
    }

    /** @param opened is told of each ledger once, before anybody can write to it */
    public Ledgers(Path root, Clock clock, BiConsumer<SiteId, Ledger> opened) {
        this.root = root;
        this.clock = clock;
        this.opened = opened;
    }

    /**
     * The ledger of a site that has one, opened if this is the first call for it; it stays open until {@link #close}.
     *
     * @throws IOException if there is none, or it cannot be opened, for example because another process has it, it
     *     belongs to another site, or all were closed
     */
    public Ledger of(SiteId site) throws IOException {
        if (!slots.containsKey(site) && Files.notExists(file(site))) {
            throw new LedgerException("There is no site " + site + ": nothing was deployed to it from here.");
        }
        return open(site, null);
    }

    /**
     * The ledger of a site, made if there is none.
     *
     * @param remote the address of the site's repository, in any spelling
     * @throws IOException also if it was recorded for another repository; nothing was changed then
     */
    public Ledger of(SiteId site, String remote, SiteFolder folder) throws IOException {
        return open(site, LedgerHeader.of(site, remote, folder));
    }

    private Ledger open(SiteId site, LedgerHeader header) throws IOException {
        checkOpen();
        var slot = slots.computeIfAbsent(site, s -> new Slot());
        synchronized (slot) {
            checkOpen();
            if (slot.ledger == null) {
                slot.ledger = opened(site, header);
                opened.accept(site, slot.ledger);
            }
            if (header != null) {
                slot.ledger.check(header);
            }
            failures.remove(site);
            return slot.ledger;
        }
    }

    private Ledger opened(SiteId site, LedgerHeader header) throws IOException {
        if (header != null) {
            return Ledger.open(file(site), header, clock);
        }
        var ledger = Ledger.open(file(site), clock);
        var other = ledger.view().site().map(LedgerHeader::site).filter(is -> !is.equals(site));
        if (other.isPresent()) {
            ledger.close();
            throw new LedgerException("The ledger " + file(site) + " belongs to site " + other.get()
                    + ". Nothing was changed. If it was copied or moved there, move it back.");
        }
        return ledger;
    }

    private Path file(SiteId site) {
        return root.resolve(site.value()).resolve(FILE);
    }

    private void checkOpen() throws LedgerException {
        if (closed) {
            throw new LedgerException(
                    "The ledgers under " + root + " are closed: Branch Gate is shutting down. Nothing was"
                            + " written; ask again after the restart.");
        }
    }

    /**
     * Every site that has a ledger, opened or not, and whether it can be opened or not, sorted.
     *
     * @throws IOException if the folder cannot be listed
     */
    public Set<SiteId> sites() throws IOException {
        var sites = new TreeSet<SiteId>(BY_NAME);
        slots.forEach((site, slot) -> {
            if (slot.ledger != null) {
                sites.add(site);
            }
        });
        if (Files.isDirectory(root)) {
            try (var folders = Files.newDirectoryStream(root, folder -> !Files.notExists(folder.resolve(FILE)))) {
                for (var folder : folders) {
                    siteOf(folder).ifPresent(sites::add);
                }
            }
        }
        return sites;
    }

    /**
     * All ledgers, opening those that are not open. One that does not open keeps none of the others away, and is tried
     * again after some seconds: every page asks, and a large one takes time to find fault with.
     *
     * @throws IOException if the folder cannot be listed, or all were closed
     */
    public Survey survey() throws IOException {
        checkOpen();
        var open = new TreeMap<SiteId, Ledger>(BY_NAME);
        var unreadable = new TreeMap<SiteId, String>(BY_NAME);
        for (var site : sites()) {
            var failure = failures.get(site);
            if (failure == null || !failure.isRecent()) {
                failure = tryOpen(site, open);
            }
            if (failure != null) {
                unreadable.put(site, failure.why());
            }
        }
        surveyed = true;
        return new Survey(Collections.unmodifiableSortedMap(open), Collections.unmodifiableSortedMap(unreadable));
    }

    /**
     * The ledgers that are open, by site; asks no disk but the first time, when it opens all there are. A ledger that did
     * not open then, or was put there since, is among them after the next {@link #survey}.
     *
     * @throws IOException as {@link #survey}
     */
    public SortedMap<SiteId, Ledger> open() throws IOException {
        checkOpen();
        if (!surveyed) {
            return survey().open();
        }
        var open = new TreeMap<SiteId, Ledger>(BY_NAME);
        slots.forEach((site, slot) -> {
            var ledger = slot.ledger;
            if (ledger != null) {
                open.put(site, ledger);
            }
        });
        return Collections.unmodifiableSortedMap(open);
    }

    /** Null if it could be opened. */
    private Failure tryOpen(SiteId site, Map<SiteId, Ledger> open) {
        try {
            open.put(site, of(site));
            return null;
        } catch (IOException | RuntimeException e) {
            var failure = new Failure(String.valueOf(e.getMessage()), System.nanoTime());
            failures.put(site, failure);
            return failure;
        }
    }

    /** A folder whose name is no site id, such as a copy someone made, holds no ledger of ours. */
    private static Optional<SiteId> siteOf(Path folder) {
        try {
            return Optional.of(new SiteId(folder.getFileName().toString()));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Closes them all; the first failure is thrown after the others were closed too. */
    @Override
    public void close() throws IOException {
        closed = true;
        IOException failure = null;
        for (var slot : slots.values()) {
            try {
                close(slot);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        slots.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private static void close(Slot slot) throws IOException {
        synchronized (slot) {
            if (slot.ledger != null) {
                slot.ledger.close();
            }
        }
    }
}
