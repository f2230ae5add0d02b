package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static io.jenkins.plugins.branchgate.git.TestRemote.MASTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories on the controller's disk, where they are allowed at all. */
class LocalRemoteTest {

    @TempDir
    private Path folder;

    private TestRemote remote;
    private Path ran;

    @BeforeEach
    void open() throws Exception {
        remote = TestRemote.withSite(folder);
        ran = folder.resolve("ran");
    }

    private MergeOutcome merge() throws Exception {
        try (var repository = SiteRepository.open(folder.resolve("mirror"), remote.address())) {
            var tested = repository.fetch(DEVELOPER);
            var target = repository.fetch(MASTER);
            return repository.merge(MergeTest.request(tested, target, MergeStrategy.MERGE, moved -> TipCheck.allow()));
        }
    }

    private GitException failure(Remote address) throws Exception {
        try (var repository = SiteRepository.open(folder.resolve("mirror"), address)) {
            return assertThrows(GitException.class, () -> repository.fetch(DEVELOPER));
        }
    }

    @ParameterizedTest
    @DisplayName("A repository with a hook, archived as a build artifact, is approved: nothing runs on the controller")
    @ValueSource(
            strings = {"pre-receive", "update", "post-receive", "post-update", "reference-transaction", "proc-receive"})
    void remoteHook(String hook) throws Exception {
        var before = remote.tip("master");
        remote.hook(hook, "echo ran >> " + ran);
        var refused = assertInstanceOf(MergeOutcome.Refused.class, merge());
        assertTrue(refused.remoteWords().contains("hook " + hook), refused.remoteWords());
        assertFalse(Files.exists(ran));
        assertEquals(before, remote.tip("master"));
    }

    @Test
    void remoteHookElsewhere() throws Exception {
        var hooks = Files.createDirectories(folder.resolve("hooks"));
        Files.writeString(hooks.resolve("post-receive"), "#!/bin/sh\necho ran >> " + ran + "\n");
        assertTrue(hooks.resolve("post-receive").toFile().setExecutable(true));
        remote.bareGit("config", "core.hooksPath", hooks.toString());
        assertInstanceOf(MergeOutcome.Refused.class, merge());
        assertFalse(Files.exists(ran));
    }

    @Test
    @DisplayName("Hooks and settings that somebody put into the mirror count for nothing")
    void mirrorHooks() throws Exception {
        var mirror = Files.createDirectories(folder.resolve("mirror"));
        var hooks = Files.createDirectories(mirror.resolve("hooks"));
        for (var name :
                new String[] {"pre-push", "post-merge", "post-update", "reference-transaction", "pre-auto-gc"}) {
            Files.writeString(hooks.resolve(name), "#!/bin/sh\necho ran >> " + ran + "\n");
            assertTrue(hooks.resolve(name).toFile().setExecutable(true));
        }
        Files.writeString(mirror.resolve("config"), "[core]\n hooksPath = " + hooks + "\n");
        assertInstanceOf(MergeOutcome.Merged.class, merge());
        assertFalse(Files.exists(ran));
    }

    @Test
    @DisplayName("A repository borrows another one's objects through alternates: they are not read")
    void alternatesOfARemote() throws Exception {
        var secret = new TestRemote(Files.createDirectories(folder.resolve("other")), "secret");
        secret.write("secret.html", "s3cret");
        var commit = secret.commitAndPush("master", "Secret");
        Files.writeString(
                remote.bare().resolve("objects/info/alternates"), secret.bare().resolve("objects") + "\n");
        remote.bareGit("update-ref", "refs/heads/developer", commit.value());
        var refused = failure(remote.address());
        assertEquals(Reason.REPOSITORY_MISSING, refused.reason());
        assertTrue(refused.getMessage().contains("borrows"), refused.getMessage());
    }

    @Test
    void linkedObjectsOfARemote() throws Exception {
        var secret = TestRemote.withSite(Files.createDirectories(folder.resolve("other")));
        var objects = remote.bare().resolve("objects");
        Files.move(objects, folder.resolve("moved"));
        Files.createSymbolicLink(objects, secret.bare().resolve("objects"));
        assertTrue(failure(remote.address()).getMessage().contains("symbolic link"));
        Files.delete(objects);
        Files.move(folder.resolve("moved"), objects);
        Files.createSymbolicLink(objects.resolve("ff"), secret.bare().resolve("objects"));
        assertTrue(failure(remote.address()).getMessage().contains("symbolic link"));
    }

    @Test
    void alternatesOfAMirror() throws Exception {
        var mirror = folder.resolve("mirror");
        Files.createDirectories(mirror.resolve("objects/info"));
        Files.writeString(
                mirror.resolve("objects/info/alternates"), remote.bare().resolve("objects") + "\n");
        try (var repository = SiteRepository.open(mirror, remote.address())) {
            var unfetched = assertThrows(GitException.class, () -> repository.commit(remote.tip("developer")));
            assertEquals(Reason.COMMIT_MISSING, unfetched.reason());
        }
    }

    @Test
    @DisplayName("What else there is at a path on the controller cannot be told from the answer")
    void pathsAreNotTold() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        var empty = Files.createDirectories(folder.resolve("empty"));
        for (var path : new Path[] {file, empty, folder.resolve("none"), folder.resolve("file/below")}) {
            assertEquals(
                    "There is no repository at " + path + " that this process may read. Nothing was changed. Check the"
                            + " address.",
                    failure(Remote.onThisMachine(path)).getMessage());
        }
    }
}
