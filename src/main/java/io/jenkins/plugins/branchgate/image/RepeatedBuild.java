package io.jenkins.plugins.branchgate.image;

import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import java.io.IOException;
import java.util.function.Consumer;

/** A build that is begun again when it failed for a reason that passes; see {@link ImageException#isPassing}. */
public final class RepeatedBuild {

    private static final int ATTEMPTS = 5;

    private RepeatedBuild() {}

    /**
     * Builds and tags an image, in at most five attempts.
     *
     * @param log told the builder's lines, of every attempt
     * @throws ImageException as {@link ImageBuilder#build}, the last attempt's
     * @throws IOException if the context cannot be read
     */
    public static ImageDigest of(ImageBuilder images, BuildContext context, ImageRef tag, Consumer<String> log)
            throws ImageException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (var stream = context.open()) {
                return images.build(stream, context.dockerfile(), tag, context.labels(), log);
            } catch (ImageException e) {
                if (attempt == ATTEMPTS || !e.isPassing()) {
                    throw e;
                }
                log.accept("An image was removed while the engine looked for steps to reuse; building again");
            }
        }
    }
}
