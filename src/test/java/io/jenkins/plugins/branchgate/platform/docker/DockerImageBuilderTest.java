package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import io.jenkins.plugins.branchgate.image.BuildContext;
import io.jenkins.plugins.branchgate.image.ImageArchive;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.image.MemoryTree;
import io.jenkins.plugins.branchgate.image.RepeatedBuild;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class DockerImageBuilderTest {

    private final DockerEngine engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
    private final DockerImageBuilder images = new DockerImageBuilder(engine);
    private final String name = "branch-gate-test/build-"
            + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final ImageRef tag = new ImageRef(name + ":1");
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void remove() throws Exception {
        for (var each : List.of(tag, new ImageRef(name + ":2"))) {
            if (images.find(each).isPresent()) {
                engine.client().removeImageCmd(each.value()).exec(); // by name: never more than these
            }
        }
        engine.close();
    }

    @Test
    void buildsTagsLabelsAndTellsLinesAsTheyCome() throws Exception {
        var digest = build(new MemoryTree()
                .with("Dockerfile", "FROM httpd:2.4\nRUN echo one line && echo another\nCOPY page /page\n")
                .with("page", "x"));
        assertEquals(Optional.of(digest), images.find(tag));
        assertTrue(images.has(digest, Map.of()));
        assertTrue(log.contains("one line") && log.contains("another"), log.toString());
        assertEquals(
                "value",
                engine.client()
                        .inspectImageCmd(digest.value())
                        .exec()
                        .getConfig()
                        .getLabels()
                        .get("key"));
    }

    @Test
    void aDockerfileThatClaimsToBeAnotherTreeDoesNotGetTheLabel() throws Exception {
        var site = new SiteId("site-1a2b3c4d");
        var honest = ImageTags.labels(site, new TreeId("a".repeat(40)), "Dockerfile");
        var claims = new StringBuilder("FROM httpd:2.4\n");
        ImageTags.labels(new SiteId("other-5e6f7a8b"), new TreeId("b".repeat(40)), "other/Dockerfile")
                .forEach((key, value) -> claims.append("LABEL ")
                        .append(key)
                        .append("=\"")
                        .append(value)
                        .append("\"\n"));
        try (var context = BuildContext.pack(new MemoryTree().with("Dockerfile", claims.toString()), null, honest)) {
            var digest = RepeatedBuild.of(images, context, tag, log::add);
            assertTrue(images.has(digest, honest), log::toString);
        }
        try (var context = BuildContext.pack(new MemoryTree().with("index.html", name), null, honest)) {
            assertTrue(images.has(RepeatedBuild.of(images, context, tag, log::add), honest), log::toString);
        }
        assertFalse(images.has(images.find(tag).orElseThrow(), Map.of(ImageTags.TREE, "b".repeat(40))));
    }

    @Test
    void whatIsSavedCanBeLoadedAgainUnderNoName() throws Exception {
        var digest = build(new MemoryTree().with("index.html", name + " saved"));
        var archive = new ByteArrayOutputStream();
        images.save(digest, archive);
        engine.client().removeImageCmd(tag.value()).exec();
        assertFalse(images.has(digest, Map.of()));
        images.load(new ImageArchive(new ByteArrayInputStream(archive.toByteArray())));
        assertTrue(images.has(digest, Map.of("key", "value")));
        assertEquals(Optional.empty(), images.find(tag));
        images.tag(digest, tag);
        var broken = assertThrows(
                ImageException.class,
                () -> images.load(
                        new ByteArrayInputStream("not an archive".repeat(100).getBytes())));
        assertTrue(broken.getMessage().contains("did not take the image"), broken.getMessage());
        var gone = assertThrows(
                ImageException.class,
                () -> images.save(new ImageDigest("sha256:" + "0".repeat(64)), new ByteArrayOutputStream()));
        assertTrue(gone.getMessage().contains("could not be read from the engine"), gone.getMessage());
    }

    @Test
    void anotherCommitWithTheSameTreeIsTheSameImage() throws Exception {
        var first = build(new MemoryTree().with("index.html", name).at(new CommitId("a".repeat(40)), Instant.now()));
        var later = Instant.now().plusSeconds(60);
        assertEquals(first, build(new MemoryTree().with("index.html", name).at(new CommitId("b".repeat(40)), later)));
    }

    @Test
    void aFailingStepIsQuoted() {
        var failed = assertThrows(
                ImageException.class,
                () -> build(new MemoryTree()
                        .with("Dockerfile", "FROM httpd:2.4\nRUN echo the reason is " + name + " && exit 7\n")));
        assertTrue(failed.getMessage().contains("the reason is " + name), failed.getMessage());
        assertTrue(failed.getMessage().contains("7"), failed.getMessage());
        assertTrue(failed.getMessage().contains("Nothing running was touched"), failed.getMessage());
    }

    @Test
    void aMalformedDockerfileIsRefusedInTheEnginesWords() {
        var failed = assertThrows(
                ImageException.class, () -> build(new MemoryTree().with("Dockerfile", "FROM httpd:2.4\nCOPPY a b\n")));
        assertTrue(failed.getMessage().contains("COPPY"), failed.getMessage());
    }

    @Test
    void aBaseImageThatCannotBeHadIsExplained() {
        var failed = assertThrows(
                ImageException.class,
                () -> build(new MemoryTree().with("Dockerfile", "FROM 127.0.0.1:1/nothing:here\n")));
        assertTrue(failed.getMessage().contains("docker save"), failed.getMessage());
    }

    @Test
    void symbolicLinksArriveAsLinks() throws Exception {
        var digest = build(new MemoryTree()
                .with("Dockerfile", "FROM httpd:2.4\nCOPY . /there/\nRUN test -L /there/link && cat /there/link\n")
                .with("file", "through the link " + name + "\n")
                .link("link", "file"));
        assertTrue(images.has(digest, Map.of()));
        assertTrue(log.contains("through the link " + name), log.toString());
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertEquals(Optional.empty(), images.find(tag));
        assertFalse(images.has(new ImageDigest("sha256:" + "0".repeat(64)), Map.of()));
    }

    @Test
    void givesAnImageAnotherName() throws Exception {
        var digest = build(new MemoryTree().with("index.html", name));
        images.tag(digest, new ImageRef(name + ":2"));
        assertEquals(Optional.of(digest), images.find(new ImageRef(name + ":2")));
    }

    @Test
    void anInterruptedBuildStops() throws Exception {
        var begun = new CountDownLatch(1);
        var outcome = new AtomicReference<Throwable>();
        var tree = new MemoryTree().with("Dockerfile", "FROM httpd:2.4\nRUN echo begun " + name + " && sleep 60\n");
        var thread = new Thread(() -> {
            try (var context = BuildContext.pack(tree, null, Map.of());
                    var tar = context.open()) {
                images.build(tar, context.dockerfile(), tag, Map.of(), line -> {
                    if (line.equals("begun " + name)) {
                        begun.countDown();
                    }
                });
            } catch (Exception e) {
                outcome.set(e);
            }
        });
        thread.start();
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        // A container is listed as running a moment after its process began to speak: it is known by its id instead.
        String container = engine.client().listContainersCmd().withShowAll(true).exec().stream()
                .filter(each -> each.getCommand().contains(name))
                .findFirst()
                .orElseThrow()
                .getId();
        thread.interrupt();
        thread.join(20_000);
        assertTrue(outcome.get() instanceof InterruptedException, String.valueOf(outcome.get()));
        for (int i = 0; i < 300 && isThere(container); i++) {
            Thread.sleep(100);
        }
        assertFalse(isThere(container));
    }

    private boolean isThere(String container) throws Exception {
        try {
            engine.client().inspectContainerCmd(container).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private ImageDigest build(MemoryTree tree) throws Exception {
        try (var context = BuildContext.pack(tree, null, Map.of("key", "value"))) {
            return RepeatedBuild.of(images, context, tag, log::add);
        }
    }
}
