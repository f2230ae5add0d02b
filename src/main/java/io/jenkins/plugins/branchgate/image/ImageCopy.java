package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.ImageDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Brings an image from one engine to another through this process, without a registry: {@code docker save} there,
 * {@code docker load} here. Neither engine is believed: the image counts only if the engine that took it has one of the
 * same content address and with the labels that it must carry.
 */
public final class ImageCopy {

    /** The system property that says how many bytes an image may have; 8 GiB unless it is set. */
    public static final String MOST_BYTES = "io.jenkins.plugins.branchgate.image.mostBytesCopied";

    private static final long DEFAULT_MOST_BYTES = 8L * 1024 * 1024 * 1024;
    private static final int ON_THE_WAY = 1024 * 1024;

    private ImageCopy() {}

    /**
     * Copies an image.
     *
     * @param labels which the copy must carry
     * @throws ImageException if it cannot be read, is too large, cannot be written, or is not the same afterwards
     * @throws InterruptedException if the waiting thread is interrupted; what the engine has of it then has no name
     */
    public static void of(ImageDigest digest, Map<String, String> labels, ImageBuilder from, ImageBuilder to)
            throws ImageException, InterruptedException {
        if (!from.has(digest, labels)) {
            throw new ImageException("it does not have the image, labelled as built from that content, either");
        }
        try (var pipe = new PipedInputStream(ON_THE_WAY);
                var written = new Measured(new PipedOutputStream(pipe), Long.getLong(MOST_BYTES, DEFAULT_MOST_BYTES))) {
            var saved = new CompletableFuture<Void>();
            var archive = new ImageArchive(pipe);
            var saving = new Thread(
                    () -> save(digest, from, written, saved),
                    Thread.currentThread().getName() + " (copy of " + digest.abbreviated() + ")");
            saving.setDaemon(true);
            saving.start();
            try {
                to.load(archive);
            } catch (ImageException e) {
                throw first(archive, written, saved, e);
            } finally {
                saving.interrupt();
            }
            if (saved.isCompletedExceptionally()) {
                throw first(archive, written, saved, null);
            }
        } catch (IOException e) {
            throw new ImageException(e.getMessage(), e);
        }
        check(digest, labels, to);
    }

    private static void save(ImageDigest digest, ImageBuilder from, Measured to, CompletableFuture<Void> saved) {
        try {
            from.save(digest, to);
            saved.complete(null);
        } catch (ImageException | InterruptedException | RuntimeException e) {
            saved.completeExceptionally(e);
        } finally {
            to.close(); // only now, so that who sees the end also sees why
        }
    }

    /** A failure at one end shows as another at the other end: what came first is told. */
    private static ImageException first(
            ImageArchive archive, Measured written, CompletableFuture<Void> saved, ImageException loading)
            throws InterruptedException {
        if (written.isFull()) {
            return new ImageException("it is larger than " + written.most + " bytes, which the system property "
                    + MOST_BYTES + " of the controller allows");
        }
        if (archive.refusal() != null) {
            return new ImageException(archive.refusal());
        }
        try {
            if (saved.isCompletedExceptionally()) {
                saved.get();
            }
        } catch (ExecutionException e) {
            return new ImageException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
        return loading;
    }

    private static void check(ImageDigest digest, Map<String, String> labels, ImageBuilder to) throws ImageException {
        if (to.has(digest, labels)) {
            return;
        }
        throw new ImageException(
                to.has(digest, Map.of())
                        ? "it was copied, but it does not carry the labels that say what it was built from"
                        : "what was copied has another content address here: it is not the same image, or the two"
                                + " engines keep images differently, one in containerd's store and one not");
    }

    /** Takes so many bytes and no more. */
    private static final class Measured extends OutputStream {

        private final OutputStream out;
        private final long most;
        private long size;

        Measured(OutputStream out, long most) {
            this.out = out;
            this.most = most;
        }

        synchronized boolean isFull() {
            return size > most;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (this) {
                size += length;
            }
            if (isFull()) {
                throw new IOException("the image is too large");
            }
            out.write(bytes, offset, length);
            out.flush(); // wakes the other end
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                return; // the other end has gone
            }
        }
    }
}
