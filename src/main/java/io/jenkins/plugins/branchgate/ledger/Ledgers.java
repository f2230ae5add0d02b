package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ledgers of all sites under one folder, {@code <root>/<site>/ledger.jsonl}, each opened once. Safe from any
 * thread.
 */
public final class Ledgers implements Closeable {

    private static final String FILE = "ledger.jsonl";

    private final Path root;
    private final Clock clock;
    private final Map<SiteId, Ledger> open = new HashMap<>();
    private boolean closed;

    /**
     * @param root the folder; made when the first ledger is opened
     * @param clock gives the entries their time
     */
    public Ledgers(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /**
     * The ledger of a site, opened if this is the first call for it; it stays open until {@link #close}.
     *
     * @throws IOException if it cannot be opened, for example because another process has it, or all were closed
     */
    public synchronized Ledger of(SiteId site) throws IOException {
        if (closed) {
            throw new LedgerException(
                    "The ledgers under " + root + " are closed: Branch Gate is shutting down. Nothing was"
                            + " written; ask again after the restart.");
        }
        var ledger = open.get(site);
        if (ledger == null) {
            ledger = Ledger.open(root.resolve(site.value()).resolve(FILE), clock);
            open.put(site, ledger);
        }
        return ledger;
    }

    /**
     * Every site that has a ledger, opened or not, sorted.
     *
     * @throws IOException if the folder cannot be listed
     */
    public synchronized Set<SiteId> sites() throws IOException {
        var sites = new TreeSet<SiteId>(Comparator.comparing(SiteId::value));
        sites.addAll(open.keySet());
        if (Files.isDirectory(root)) {
            try (var folders = Files.newDirectoryStream(root, folder -> Files.isRegularFile(folder.resolve(FILE)))) {
                for (var folder : folders) {
                    siteOf(folder).ifPresent(sites::add);
                }
            }
        }
        return sites;
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
    public synchronized void close() throws IOException {
        closed = true;
        IOException failure = null;
        for (var ledger : open.values()) {
            try {
                ledger.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        open.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
