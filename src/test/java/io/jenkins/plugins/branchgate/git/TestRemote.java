package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real bare repository made with the installed git, and a clone of it in which other people work. */
public final class TestRemote {

    public static final BranchName MASTER = new BranchName("master");
    public static final BranchName DEVELOPER = new BranchName("developer");

    private final Path bare;
    private final Path work;
    private int minute;

    /** An empty repository {@code name}.git in that folder. */
    public TestRemote(Path folder, String name) throws IOException {
        bare = folder.resolve(name + ".git");
        work = folder.resolve(name + "-work");
        git(folder, "init", "-q", "--bare", "-b", "master", bare.toString());
        git(bare, "config", "http.receivepack", "true");
        git(folder, "init", "-q", "-b", "master", work.toString());
        git(work, "remote", "add", "origin", bare.toString());
    }

    /** A repository with one commit on master and one more on developer. */
    public static TestRemote withSite(Path folder) throws IOException {
        var remote = new TestRemote(folder, "site");
        remote.write("index.html", "<h1>one</h1>\n");
        remote.write("about.html", "<p>about</p>\n");
        remote.commitAndPush("master", "Start");
        remote.branch("developer");
        remote.write("index.html", "<h1>two</h1>\n");
        remote.commitAndPush("developer", "Say two");
        return remote;
    }

    public Path bare() {
        return bare;
    }

    public Path work() {
        return work;
    }

    public Remote address() {
        return Remote.onThisMachine(bare);
    }

    public void write(String file, String content) throws IOException {
        var path = work.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** Makes a branch at the work tree's commit and switches to it. */
    public void branch(String name) throws IOException {
        git("checkout", "-q", "-B", name);
    }

    public void checkout(String name) throws IOException {
        git("checkout", "-q", name);
    }

    /** Commits all changes of the work tree and pushes them to that branch. */
    public CommitId commitAndPush(String branch, String message) throws IOException {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        git("push", "-q", "--force", "origin", "HEAD:refs/heads/" + branch);
        return new CommitId(git("rev-parse", "HEAD"));
    }

    /** Somebody else's commit on a branch, changing one file. */
    public CommitId somebodyPushes(String branch, String file, String content) throws IOException {
        git("fetch", "-q", "origin");
        git("checkout", "-q", "-f", "--detach", "origin/" + branch);
        write(file, content);
        return commitAndPush(branch, "Change " + file);
    }

    public CommitId tip(String branch) throws IOException {
        return new CommitId(git(bare, "rev-parse", "refs/heads/" + branch));
    }

    /** What git prints in the bare repository. */
    public String bareGit(String... arguments) throws IOException {
        return git(bare, arguments);
    }

    /** What git prints in the work tree. */
    public String git(String... arguments) throws IOException {
        return git(work, arguments);
    }

    public void hook(String name, String script) throws IOException {
        var hook = bare.resolve("hooks").resolve(name);
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        if (!hook.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + hook + " executable");
        }
    }

    private String git(Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        String date = "2026-01-01T00:" + String.format("%02d", minute++ % 60) + ":00Z";
        for (var who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Dev Eloper");
            environment.put("GIT_" + who + "_EMAIL", "dev@example.org");
            environment.put("GIT_" + who + "_DATE", date);
        }
        var process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " in " + folder + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }
}
