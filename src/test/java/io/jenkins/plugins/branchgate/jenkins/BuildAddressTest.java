package io.jenkins.plugins.branchgate.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildAddressTest {

    @Test
    void readsAFolderedJobFromAnAbsoluteUrl() {
        assertEquals(
                Optional.of(new BuildAddress("web/shop/feature%2Fx", 17)),
                BuildAddress.parse("https://ci.example.org/jenkins/job/web/job/shop/job/feature%252Fx/17/"));
    }

    @Test
    void readsARelativeUrlAndDecodesNames() {
        assertEquals(Optional.of(new BuildAddress("my site+ä", 3)), BuildAddress.parse("job/my%20site+%C3%A4/3/"));
    }

    @Test
    void aFolderNamedJobIsNoStumblingBlock() {
        assertEquals(Optional.of(new BuildAddress("job/job", 1)), BuildAddress.parse("job/job/job/job/1/"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "https://ci.example.org/",
                "job/a/",
                "job//3/",
                "job/a/job/3/",
                "job/a/b/3/",
                "job/a/99999999999/"
            })
    void anythingElseMeansNoBuild(String url) {
        assertEquals(Optional.empty(), BuildAddress.parse(url));
    }
}
