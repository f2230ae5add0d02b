package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.Ledgers;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The folder in which the demo remembers what it did: its own repository, ledgers, mirrors. */
final class DemoState implements Closeable {

    private final Path folder;
    private final Ledgers ledgers;

    DemoState(Path folder) {
        this.folder = folder;
        this.ledgers = new Ledgers(folder.resolve("sites"), Clock.systemUTC());
    }

    /** {@code $XDG_STATE_HOME/branch-gate-demo}, by default in {@code ~/.local/state}. */
    static Path of(Map<String, String> environment) {
        String state = environment.get("XDG_STATE_HOME");
        Path parent = state != null && state.startsWith("/")
                ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return parent.resolve("branch-gate-demo");
    }

    Path folder() {
        return folder;
    }

    Path ownRepository() {
        return folder.resolve("shop.git");
    }

    Path mirror(SiteId site) {
        return folder.resolve("sites").resolve(site.value()).resolve("repository");
    }

    Ledger ledger(SiteId site, Remote remote) throws IOException {
        return ledgers.of(site, remote.url(), SiteFolder.ROOT);
    }

    /** Keeps other demos from writing to a site's ledger, if it has one. */
    void reserve(SiteId site) throws IOException {
        if (ledgers.sites().contains(site)) {
            ledgers.of(site);
        }
    }

    /** Every site the demo ever deployed, and its own even if that is forgotten. */
    Set<SiteId> sites() throws IOException {
        var sites = new HashSet<>(ledgers.sites());
        sites.add(SiteId.of(ownRepository().toString(), SiteFolder.ROOT));
        return sites;
    }

    /** Deletes the folder with all that is in it; ledgers are closed first. */
    void delete() throws IOException {
        ledgers.close();
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : all) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void close() throws IOException {
        ledgers.close();
    }
}
