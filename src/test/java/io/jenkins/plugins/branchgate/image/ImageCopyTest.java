package io.jenkins.plugins.branchgate.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies between engines that give what they like. */
@Timeout(60)
class ImageCopyTest {

    private static final ImageDigest DIGEST = new ImageDigest("sha256:" + "a".repeat(64));
    private static final Map<String, String> LABELS = Map.of("tree", "1");

    @AfterEach
    void noLimit() {
        System.clearProperty(ImageCopy.MOST_BYTES);
    }

    @Test
    void anImageWithoutEndIsCutOffAtTheLimit() {
        System.setProperty(ImageCopy.MOST_BYTES, "5000000");
        var from = new Engine() {
            @Override
            public void save(ImageDigest digest, OutputStream to) throws ImageException {
                try (var tar = new TarArchiveOutputStream(to)) {
                    for (int i = 0; ; i++) {
                        put(tar, i + "/layer.tar", new byte[100_000]);
                    }
                } catch (IOException e) {
                    throw new ImageException("the other end takes no more", e);
                }
            }
        };
        assertTrue(refused(from).contains("larger than 5000000 bytes"), () -> refused(from));
    }

    @Test
    void whyItCouldNotBeReadIsTold() {
        var from = new Engine() {
            @Override
            public void save(ImageDigest digest, OutputStream to) throws ImageException {
                throw new ImageException("no such image");
            }
        };
        assertEquals("no such image", refused(from));
    }

    @Test
    void anArchiveWithAStrangePartIsNotTaken() {
        var from = new Engine() {
            @Override
            public void save(ImageDigest digest, OutputStream to) throws ImageException {
                try (var tar = new TarArchiveOutputStream(to)) {
                    put(tar, "../../etc/passwd", new byte[3]);
                } catch (IOException e) {
                    throw new ImageException("the other end takes no more", e);
                }
            }
        };
        assertTrue(refused(from).contains("a part that no image has"), () -> refused(from));
    }

    @Test
    void anotherImageThanTheOneAskedForIsNotTaken() {
        assertTrue(refused(new Engine()).contains("another content address"), () -> refused(new Engine()));
    }

    @Test
    void anInterruptEndsBothEnds() throws Exception {
        var saving = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var from = new Engine() {
            @Override
            public void save(ImageDigest digest, OutputStream to) throws InterruptedException {
                saving.countDown();
                try {
                    Thread.sleep(TimeUnit.HOURS.toMillis(1));
                } finally {
                    ended.countDown();
                }
            }
        };
        var outcome = new AtomicReference<Throwable>();
        var copying = new Thread(() -> {
            try {
                ImageCopy.of(DIGEST, LABELS, from, new Engine() {
                    @Override
                    public void load(InputStream content) throws InterruptedException {
                        Thread.sleep(TimeUnit.HOURS.toMillis(1));
                    }
                });
            } catch (Exception e) {
                outcome.set(e);
            }
        });
        copying.start();
        saving.await();
        copying.interrupt();
        copying.join();
        ended.await();
        assertTrue(outcome.get() instanceof InterruptedException, String.valueOf(outcome.get()));
    }

    private static String refused(ImageBuilder from) {
        return assertThrows(ImageException.class, () -> ImageCopy.of(DIGEST, LABELS, from, new Engine()))
                .getMessage();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Gives an image and takes anything, and then has nothing. */
    private static class Engine implements ImageBuilder {

        private boolean gives = true;

        @Override
        public void save(ImageDigest digest, OutputStream to) throws ImageException, InterruptedException {
            try (var tar = new TarArchiveOutputStream(to)) {
                put(tar, "a.json", new byte[3]);
            } catch (IOException e) {
                throw new ImageException("the other end takes no more", e);
            }
        }

        @Override
        public void load(InputStream from) throws ImageException, InterruptedException {
            gives = false;
            try {
                from.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new ImageException("what is given cannot be read", e);
            }
        }

        @Override
        public boolean has(ImageDigest digest, Map<String, String> labels) {
            return gives;
        }

        @Override
        public ImageDigest build(
                InputStream context,
                String dockerfile,
                ImageRef tag,
                Map<String, String> labels,
                Consumer<String> log) {
            throw new AssertionError("nothing is to be built");
        }

        @Override
        public Optional<ImageDigest> find(ImageRef image) {
            return Optional.empty();
        }

        @Override
        public void tag(ImageDigest digest, ImageRef tag) {}

        @Override
        public List<ImageRef> retain(SiteId site, Set<ImageDigest> kept) {
            return List.of();
        }
    }
}
