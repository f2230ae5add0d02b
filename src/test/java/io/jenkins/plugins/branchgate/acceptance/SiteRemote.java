package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A site's repository as its developers see it: a bare repository with the branches {@code developer} and
 * {@code master}, and a working copy that pushes to it over HTTP. The branch {@code master} is protected: only one account
 * may push to it.
 */
public final class SiteRemote {
    private final Path bare;
    private final Path copy;
    private final String url;

    private SiteRemote(Path bare, Path copy, String url) {
        this.bare = bare;
        this.copy = copy;
        this.url = url;
    }

    /**
     * The repository in a folder, made with these files on both branches if it is not there yet.
     *
     * @param server serves {@code folder}
     * @param developer who pushes from the working copy
     * @param protector the account that alone may push to {@code master}
     */
    static SiteRemote open(
            Path folder,
            String name,
            GitHttpServer server,
            GitHttpServer.Account developer,
            String protector,
            Map<String, String> files)
            throws IOException {
        Path bare = folder.resolve(name);
        Path copy = folder.resolve(name + "-copy");
        String url = server.url(name).toString();
        var remote = new SiteRemote(bare, copy, url);
        if (Files.exists(bare)) {
            return remote;
        }
        git(folder, "init", "-q", "--bare", "-b", "master", bare.toString());
        git(bare, "config", "http.receivepack", "true");
        git(folder, "init", "-q", "-b", "master", copy.toString());
        git(copy, "config", "user.name", "Dana Developer");
        git(copy, "config", "user.email", "dana@example.com");
        git(copy, "remote", "add", "origin", as(developer, url));
        remote.commit(files, "Start the site");
        git(copy, "push", "-q", bare.toString(), "master", "master:developer");
        hook(bare, "update", """
                if [ "$1" = refs/heads/master ] && [ "$REMOTE_USER" != %s ]; then
                    echo "the branch master is protected" >&2
                    exit 1
                fi""".formatted(protector));
        return remote;
    }

    /** A repository's URL with an account's name and password in it. */
    static String as(GitHttpServer.Account account, String url) {
        return url.replace("://", "://" + account.user() + ":" + account.password() + "@");
    }

    /** The bare repository's folder. */
    Path bare() {
        return bare;
    }

    /** The URL without a password. */
    String url() {
        return url;
    }

    /** Commits these files to {@code developer} and pushes it; returns the commit. */
    String push(Map<String, String> files, String message) throws IOException {
        return push("origin", "developer", files, message, "developer");
    }

    /**
     * Commits these files on top of a branch of the remote and pushes the commit to others, all at once; returns it.
     *
     * @param repository where to push: {@code origin}, which is the developer's way, or an address with an account in it
     * @param base the branch to begin at
     * @throws IOException also if the remote refuses the push
     */
    String push(String repository, String base, Map<String, String> files, String message, String... branches)
            throws IOException {
        git(copy, "fetch", "-q", "origin");
        git(copy, "checkout", "-q", "--detach", "origin/" + base);
        String commit = commit(files, message);
        var command = new ArrayList<>(List.of("push", "-q", repository));
        for (String branch : branches) {
            command.add("HEAD:refs/heads/" + branch);
        }
        git(copy, command.toArray(String[]::new));
        return commit;
    }

    /** The commit a branch of the remote points at. */
    String tip(String branch) throws IOException {
        return git(bare, "rev-parse", branch);
    }

    /** The parents of a commit on the remote, first parent first. */
    List<String> parents(String commit) throws IOException {
        return List.of(git(bare, "show", "-s", "--format=%P", commit).split(" "));
    }

    /** The whole message of a commit on the remote. */
    String message(String commit) throws IOException {
        return git(bare, "show", "-s", "--format=%B", commit);
    }

    /** A copy of the bare repository, whose hooks run a command. */
    Path copyWithHooks(Path folder, String command) throws IOException {
        git(folder.getParent(), "clone", "-q", "--bare", bare.toString(), folder.toString());
        for (String name : List.of("pre-receive", "update", "post-receive", "post-update", "reference-transaction")) {
            hook(folder, name, command);
        }
        return folder;
    }

    private static void hook(Path bare, String name, String script) throws IOException {
        Path hook = Files.writeString(bare.resolve("hooks").resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String commit(Map<String, String> files, String message) throws IOException {
        for (var file : files.entrySet()) {
            Path path = copy.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        git(copy, "add", "-A");
        git(copy, "commit", "-q", "-m", message);
        return git(copy, "rev-parse", "HEAD");
    }

    static String git(Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("git " + arguments[0] + " failed: " + output);
            }
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while git " + arguments[0] + " ran", interrupted);
        }
        return output.strip();
    }
}
