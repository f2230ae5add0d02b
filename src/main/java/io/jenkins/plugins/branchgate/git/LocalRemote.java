package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/**
 * A repository on this machine, allowed by whoever runs it. JGit reads and writes it within this process, so that
 * nothing in it is ever executed. It has to hold all of its objects itself: one that borrows from elsewhere, by
 * {@code alternates} or symbolic links, could show to its owner what only this process may read.
 */
final class LocalRemote {

    private static final int MOST_FILES = 500_000;
    private static final List<String> HOOKS = List.of(
            "pre-receive",
            "update",
            "proc-receive",
            "reference-transaction",
            "post-receive",
            "post-update",
            "push-to-checkout");
    private static final List<String> BORROWING =
            List.of("commondir", "objects/info/alternates", "objects/info/http-alternates");

    private final Remote remote;
    private final Path gitFolder;

    private LocalRemote(Remote remote, Path gitFolder) {
        this.remote = remote;
        this.gitFolder = gitFolder;
    }

    /** @throws GitException if there is no repository, in the same words whatever else is there, or if it borrows */
    static LocalRemote open(Remote remote, String path) throws GitException {
        File found = Files.isDirectory(Path.of(path)) ? FileKey.resolve(new File(path), FS.DETECTED) : null;
        if (found == null) {
            throw missing(remote, null);
        }
        var local = new LocalRemote(remote, found.toPath());
        try {
            local.refuseBorrowed();
        } catch (IOException e) {
            throw missing(remote, e);
        }
        return local;
    }

    static GitException missing(Remote remote, Exception e) {
        return new GitException(
                Reason.REPOSITORY_MISSING,
                "There is no repository at " + remote + " that this process may read. Nothing was changed. Check the"
                        + " address.",
                e);
    }

    /** What would have to run if this repository were pushed to, empty if nothing. */
    Optional<String> hook() throws IOException {
        var config = new FileBasedConfig(gitFolder.resolve("config").toFile(), FS.DETECTED);
        try {
            config.load();
        } catch (ConfigInvalidException e) {
            throw new IOException(e);
        }
        if (config.getString("core", null, "hooksPath") != null) {
            return Optional.of("core.hooksPath");
        }
        return HOOKS.stream()
                .filter(hook -> Files.isExecutable(gitFolder.resolve("hooks").resolve(hook)))
                .findFirst();
    }

    private void refuseBorrowed() throws GitException, IOException {
        for (var name : BORROWING) {
            var file = gitFolder.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && (!Files.isRegularFile(file) || Files.size(file) > 0)) {
                throw refused("it borrows from another one (" + name + "); make it whole with git repack -a -d");
            }
        }
        for (var name : List.of("HEAD", "config", "packed-refs", "shallow", "objects", "refs")) {
            if (Files.isSymbolicLink(gitFolder.resolve(name))) {
                throw refused("its " + name + " is a symbolic link");
            }
        }
        int files = 0;
        for (var name : List.of("objects", "refs")) {
            try (var inside = Files.walk(gitFolder.resolve(name), name.equals("objects") ? 2 : Integer.MAX_VALUE)) {
                for (var file = inside.iterator(); file.hasNext(); ) {
                    if (Files.isSymbolicLink(file.next())) {
                        throw refused("it has symbolic links among its " + name);
                    }
                    if (++files > MOST_FILES) {
                        throw refused("it has more than " + MOST_FILES + " files; pack it with git gc");
                    }
                }
            }
        }
    }

    private GitException refused(String why) {
        return new GitException(
                Reason.REPOSITORY_MISSING,
                "The repository at " + remote + " cannot be used: " + why + ". Nothing was changed.");
    }
}
