package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.io.IOException;

/**
 * Reaches the engines of a site's other environments. Asked only if the engine of a gated environment lacks the image
 * that was tested, for the environments that ran it according to the ledger.
 */
@FunctionalInterface
public interface ImageSources {

    /** For sites that have one engine. */
    ImageSources NONE = environment -> {
        throw new IOException("its engine was not asked");
    };

    /**
     * The images on the engine where an environment runs.
     *
     * @throws IOException if that engine cannot be reached; the message says why
     */
    ImageBuilder of(EnvironmentName environment) throws IOException, ImageException, InterruptedException;
}
