package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

class MirrorTest {

    @TempDir
    private Path folder;

    @Test
    void whatACrashLeftBehindIsSweptAway() throws Exception {
        var remote = TestRemote.withSite(folder);
        var mirror = folder.resolve("mirror");
        try (var repository = SiteRepository.open(mirror, remote.address())) {
            repository.fetch(DEVELOPER);
        }
        Files.createFile(mirror.resolve("refs/mirror/developer.lock"));
        Files.createFile(mirror.resolve("packed-refs.lock"));
        Files.createFile(mirror.resolve("config.lock"));
        Files.writeString(mirror.resolve("refs/mirror/developer"), "");
        Files.writeString(mirror.resolve("config"), "[core");
        var next = remote.somebodyPushes("developer", "index.html", "<h1>three</h1>\n");
        try (var repository = SiteRepository.open(mirror, remote.address())) {
            assertEquals(next, repository.fetch(DEVELOPER));
        }
    }

    @Test
    void aMirrorHalfMadeIsFinished() throws Exception {
        var remote = TestRemote.withSite(folder);
        var mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.createDirectories(mirror.resolve("objects"));
        Files.writeString(mirror.resolve("HEAD"), "");
        try (var repository = SiteRepository.open(mirror, remote.address())) {
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.createFile(folder.resolve("file"));
        var broken = assertThrows(
                GitException.class,
                () -> SiteRepository.open(
                        folder.resolve("file/mirror"), Remote.of("https://git.example.org/site.git")));
        assertEquals(Reason.MIRROR_BROKEN, broken.reason());
        assertTrue(broken.getMessage().contains("file/mirror"), broken.getMessage());
    }

    @Test
    void severalThreadsAndMirrorsOfOneFolderWriteInTurn() throws Exception {
        var remote = TestRemote.withSite(folder);
        var tip = remote.tip("developer");
        var threads = Executors.newFixedThreadPool(8);
        try (var one = SiteRepository.open(folder.resolve("mirror"), remote.address());
                var other = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            Callable<CommitId> fetchHere = () -> one.fetch(DEVELOPER);
            Callable<CommitId> fetchThere = () -> other.fetch(DEVELOPER);
            var all = java.util.stream.Stream.generate(() -> java.util.List.of(fetchHere, fetchThere))
                    .limit(8)
                    .flatMap(java.util.List::stream)
                    .toList();
            for (var fetched : threads.invokeAll(all)) {
                assertEquals(tip, fetched.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anotherProcessHoldingTheMirrorIsWaitedForUntilInterrupted() throws Exception {
        var remote = TestRemote.withSite(folder);
        var mirror = folder.resolve("mirror");
        try (var repository = SiteRepository.open(mirror, remote.address())) {
            var holder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockHolder.class.getName(),
                            mirror.resolve("branch-gate.lock").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                holder.inputReader().readLine();
                var failure = new GitException[1];
                var waiting = new Thread(() -> {
                    failure[0] = assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
                });
                waiting.start();
                while (waiting.getState() == Thread.State.NEW) {
                    Thread.onSpinWait();
                }
                waiting.interrupt();
                waiting.join();
                assertEquals(Reason.INTERRUPTED, failure[0].reason());
            } finally {
                holder.destroyForcibly().waitFor();
            }
            assertEquals(remote.tip("developer"), repository.fetch(DEVELOPER));
        }
    }

    @Test
    void manyFetchesArePackedNowAndThen() throws Exception {
        var remote = TestRemote.withSite(folder);
        var mirror = folder.resolve("mirror");
        try (var repository = SiteRepository.open(mirror, remote.address())) {
            CommitId tip = null;
            for (int i = 0; i < 55; i++) {
                tip = remote.somebodyPushes("developer", "index.html", "<h1>" + i + "</h1>\n");
                repository.fetch(DEVELOPER);
            }
            try (var packs = Files.list(mirror.resolve("objects/pack"))) {
                long count = packs.filter(f -> f.toString().endsWith(".pack")).count();
                assertTrue(count < 50, count + " packs");
            }
            assertEquals(
                    57, repository.changes(repository.fetch(MASTER), tip, 1, 1).commitCount() + 1);
        }
    }

    @Test
    @ResourceLock("org.eclipse.jgit.util.SystemReader")
    @DisplayName("the user's and the system's Git configuration are not obeyed")
    void isolated() throws Exception {
        var remote = TestRemote.withSite(folder);
        var hooks = Files.createDirectories(folder.resolve("hooks"));
        Files.writeString(hooks.resolve("pre-push"), "#!/bin/sh\ntouch " + folder.resolve("ran") + "\nexit 1\n");
        assertTrue(hooks.resolve("pre-push").toFile().setExecutable(true));
        var hostile = folder.resolve("gitconfig");
        Files.writeString(hostile, """
                [core]
                  hooksPath = %1$s
                [url "file:///nowhere/"]
                  insteadOf = %2$s/
                  pushInsteadOf = %2$s/
                [transfer]
                  hideRefs = refs/heads/developer
                """.formatted(hooks, folder));
        var before = SystemReader.getInstance();
        SystemReader.setInstance(new UserConfig(before, hostile.toFile()));
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            var tested = repository.fetch(DEVELOPER);
            var target = repository.fetch(MASTER);
            var outcome =
                    repository.merge(MergeTest.request(tested, target, MergeStrategy.MERGE, moved -> TipCheck.allow()));
            assertInstanceOf(MergeOutcome.Merged.class, outcome);
            assertFalse(Files.exists(folder.resolve("ran")));
        } finally {
            SystemReader.setInstance(before);
        }
    }
}
