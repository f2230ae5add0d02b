package io.jenkins.plugins.branchgate.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.branchgate.jenkins.RenamedJobsFile.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenamedJobsFileTest {

    private Path file;
    private RenamedJobsFile moves;

    @BeforeEach
    void open(@TempDir Path folder) {
        file = folder.resolve("branch-gate/moved-jobs.json");
        moves = new RenamedJobsFile(file);
    }

    @Test
    void aChainOfMovesLeadsToTheNameOfToday() throws IOException {
        move(10, "shop", "boutique");
        move(20, "boutique", "team/boutique");
        move(30, "team", "crew");
        assertEquals("crew/boutique", now("shop", 5));
        assertEquals("crew/boutique", now("boutique", 15));
        assertEquals("crew/boutique", now("team/boutique", 25));
        assertEquals("crew/boutique", now("crew/boutique", 35));
    }

    @Test
    void aJobMadeLaterUnderAnOldNameIsAnother() throws IOException {
        move(10, "shop", "boutique");
        assertEquals("boutique", now("shop", 9));
        assertEquals("shop", now("shop", 11));
        move(20, "shop", "stall");
        assertEquals("boutique", now("shop", 9));
        assertEquals("stall", now("shop", 11));
    }

    @Test
    void aMoveIsOnTheDiskWhenTheCallReturns() throws IOException {
        var synced = new ArrayList<String>();
        var watched = new RenamedJobsFile(
                file,
                written -> synced.add(
                        Files.isDirectory(written)
                                ? "folder with " + Files.readString(file).contains("boutique")
                                : "file with " + Files.readString(written).contains("boutique") + ", in place "
                                        + Files.exists(file)));
        watched.add(new Move(Instant.ofEpochSecond(10), "shop", "boutique"));
        assertEquals(List.of("file with true, in place false", "folder with true"), synced);
    }

    @Test
    void aMoveThatDoesNotReachTheDiskChangesNothing() throws IOException {
        move(10, "shop", "boutique");
        var full = new RenamedJobsFile(file, written -> {
            throw new IOException("No space left on device");
        });
        assertThrows(IOException.class, () -> full.add(new Move(Instant.ofEpochSecond(20), "boutique", "stall")));
        assertEquals("boutique", full.now("shop", Instant.ofEpochSecond(5)));
        assertEquals("boutique", new RenamedJobsFile(file).now("shop", Instant.ofEpochSecond(5)));
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList(), "no half file is left");
        }
    }

    @Test
    void namesThatOnlyBeginAlikeStay() throws IOException {
        move(10, "team", "crew");
        assertEquals("teams/shop", now("teams/shop", 5));
    }

    @Test
    void whatAFoldersMoveExplainsIsNotNotedAndThereAndBackIs() throws IOException {
        move(10, "team", "crew");
        move(10, "team/shop", "crew/shop");
        assertEquals(1, Files.readString(file).split("\"from\"", -1).length - 1);
        move(20, "crew", "team");
        move(30, "team", "crew");
        assertEquals("crew/shop", now("team/shop", 5));
        assertEquals("crew/shop", now("crew/shop", 15));
    }

    @Test
    void anotherProcessKnowsThem() throws IOException {
        move(10, "shop", "boutique");
        assertEquals("boutique", new RenamedJobsFile(file).now("shop", at(5)));
    }

    @Test
    void aBuildsUrlFollows() {
        var address = new BuildAddress("the crew/bou+tique", 7);
        assertEquals(
                "http://ci.example.org/jenkins/job/the%20crew/job/bou%2Btique/7/",
                address.in("http://ci.example.org/jenkins/job/shop/7/"));
        assertEquals(address, BuildAddress.parse(address.in("job/shop/7/")).orElseThrow());
    }

    private void move(long second, String from, String to) throws IOException {
        moves.add(new Move(at(second), from, to));
    }

    private String now(String name, long second) throws IOException {
        return moves.now(name, at(second));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
