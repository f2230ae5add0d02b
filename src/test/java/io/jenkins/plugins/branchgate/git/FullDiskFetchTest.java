package io.jenkins.plugins.branchgate.git;

import static io.jenkins.plugins.branchgate.git.TestRemote.DEVELOPER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk that the mirror is on is full: a small one of its own, which needs root. */
@EnabledIf(value = "canMount", disabledReason = "needs root, to mount a small disk")
class FullDiskFetchTest {

    @TempDir
    private Path folder;

    private Path disk;

    static boolean canMount() {
        return "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/mount"));
    }

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        command("mount", "-t", "tmpfs", "-o", "size=256k", "branch-gate-test", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        command("umount", "-l", disk.toString());
    }

    /** However much room there is: none for a lock, some for that, or for half of what comes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 12, 100})
    void aFullDiskIsNotTakenForARemoteThatCannotBeAsked(int freeKib) throws Exception {
        var remote = TestRemote.withSite(folder);
        var filler = disk.resolve("filler");
        try (var repository = SiteRepository.open(disk.resolve("mirror"), remote.address())) {
            repository.fetch(DEVELOPER);
            byte[] page = new byte[400 * 1024];
            new Random(1).nextBytes(page);
            var large =
                    remote.somebodyPushes("developer", "large", HexFormat.of().formatHex(page));
            Files.write(
                    filler, new byte[Math.toIntExact(Files.getFileStore(disk).getUsableSpace() - freeKib * 1024)]);
            told(assertThrows(GitException.class, () -> repository.fetch(DEVELOPER)));
            told(assertThrows(GitException.class, () -> repository.fetchCommit(large, DEVELOPER)));
        }
    }

    @Test
    void aMirrorThatCannotBeMadeIsToldLikewise() throws Exception {
        var remote = TestRemote.withSite(folder);
        Files.write(
                disk.resolve("filler"),
                new byte[Math.toIntExact(Files.getFileStore(disk).getUsableSpace())]);
        told(assertThrows(GitException.class, () -> SiteRepository.open(disk.resolve("mirror"), remote.address())
                .close()));
    }

    private static void told(GitException failure) {
        assertEquals(Reason.MIRROR_BROKEN, failure.reason(), failure::getMessage);
        assertTrue(failure.getMessage().contains("could not be written"), failure.getMessage());
        assertTrue(failure.getMessage().contains(" KiB free"), failure.getMessage());
        assertFalse(failure.getMessage().contains("could not be asked"), failure.getMessage());
    }

    private static void command(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor(), String.join(" ", command));
    }
}
