package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What images give their containers. An image never changes, so each is asked for once. */
final class ImageSettings {

    private static final int MOST = 256;

    private final EngineRequests requests;
    private final Map<String, ContainerConfig> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ContainerConfig> eldest) {
            return size() > MOST;
        }
    };

    ImageSettings(EngineRequests requests) {
        this.requests = requests;
    }

    /** Empty if the image has gone, which the engine allows by force only. */
    Optional<ContainerConfig> of(String imageId) throws PlatformException {
        synchronized (known) {
            var settings = known.get(imageId);
            if (settings != null) {
                return Optional.of(settings);
            }
        }
        try {
            var settings = requests.client().inspectImageCmd(imageId).exec().getConfig();
            synchronized (known) {
                known.put(imageId, settings == null ? new ContainerConfig() : settings);
            }
            return Optional.of(settings == null ? new ContainerConfig() : settings);
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw requests.failed("The image " + imageId + " could not be looked up", "Nothing was changed.", e);
        }
    }
}
