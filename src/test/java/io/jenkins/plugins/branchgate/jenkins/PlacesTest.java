package io.jenkins.plugins.branchgate.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final EnvironmentName QA = new EnvironmentName("qa");
    private static final EnginePlace HERE = new EnginePlace("", null, null, "shop", "http://localhost:8081/");
    private static final EnginePlace THERE =
            new EnginePlace("builder", "tcp://docker:2376", "keys", "shop", "http://docker:8081/");

    @TempDir
    Path folder;

    @Test
    void remembersTheLatestPlaceAcrossARestart() throws IOException {
        Path file = folder.resolve("site/places.json");
        var places = new Places(file);
        assertEquals(Optional.empty(), places.of(QA));
        places.put(QA, HERE);
        places.put(QA, THERE);
        assertEquals(Optional.of(THERE), new Places(file).of(QA));
        assertEquals(Optional.empty(), new Places(file).of(new EnvironmentName("production")));
        try (var left = Files.list(file.getParent())) {
            assertEquals(1, left.count(), "no temporary file is left behind");
        }
    }

    @Test
    void aFileOfANewerVersionIsRead() throws IOException {
        Path file = folder.resolve("places.json");
        Files.writeString(
                file, "{\"qa\":{\"node\":\"\",\"job\":\"shop\",\"siteUrl\":\"http://localhost:8081/\",\"more\":1}}");
        assertEquals(Optional.of(HERE), new Places(file).of(QA));
    }

    @Test
    void aBrokenFileIsReportedAndNotOverwritten() throws IOException {
        Path file = folder.resolve("places.json");
        Files.writeString(file, "{");
        assertThrows(IOException.class, () -> new Places(file).put(QA, HERE));
        assertEquals("{", Files.readString(file));
    }
}
