package io.jenkins.plugins.branchgate.platform.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.UpdateContainerResponse;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Our containers on an engine: found by their labels, ended in order. */
record Containers(EngineRequests requests) {

    /**
     * After its own death and the engine's. An engine that was killed ends at its next start what outlived it, and counts
     * that as stopped by hand: "unless stopped" would leave it down.
     */
    static final RestartPolicy COMES_BACK = RestartPolicy.alwaysRestart();

    /** By name: the client's own "no restart" has an empty one, which an engine takes for "as it is". */
    private static final RestartPolicy NEVER =
            new ObjectMapper().convertValue(Map.of("Name", "no"), RestartPolicy.class);

    /** All of a place, oldest first. */
    List<ManagedContainer> of(EnvironmentKey place) throws PlatformException {
        return labelled(Labels.selecting(place));
    }

    /** All of a site, oldest first. */
    List<ManagedContainer> of(SiteId site) throws PlatformException {
        return labelled(Map.of(Labels.SITE, site.value()));
    }

    private List<ManagedContainer> labelled(Map<String, String> labels) throws PlatformException {
        List<Container> containers = requests.ask(
                "Containers could not be listed", "Nothing was changed.", client -> client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(new TreeMap<>(labels))
                        .exec());
        var found = new ArrayList<ManagedContainer>();
        for (var container : containers) {
            ManagedContainer.of(container).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(f -> f.container().getCreated()));
        return found;
    }

    /** The edge of a place among its containers; the newest if a move was cut short and left two. */
    static Optional<ManagedContainer> edge(List<ManagedContainer> containers) {
        return containers.stream()
                .filter(ManagedContainer::isEdge)
                .reduce((older, newer) -> newer.isRunning() || !older.isRunning() ? newer : older);
    }

    /** From now on a stop is a stop, also when the engine restarts; nothing if the container is gone. */
    void keepDown(String id) throws PlatformException {
        try {
            switchRestartOff(requests.client(), id);
        } catch (NotFoundException e) {
            return; // gone: it stays down
        } catch (InternalServerErrorException | ConflictException e) {
            // One that ends as soon as it is started may be down just when the engine wants to tell its process.
            // A stop by hand ends that, and is remembered; then the policy can be switched off.
            stop(id, Duration.ofSeconds(1));
            requests.ask(
                    "The restart policy of " + id + " could not be switched off",
                    "The others are untouched.",
                    client -> switchRestartOff(client, id));
        } catch (RuntimeException e) {
            throw requests.failed(
                    "The restart policy of " + id + " could not be switched off", "The container is as it was.", e);
        }
    }

    /** Brings back the restart policy of a container that runs. */
    void mend(String id) throws PlatformException {
        requests.ask(
                "The settings of " + id + " could not be put right",
                "The container is as it was.",
                client -> client.updateContainerCmd(id)
                        .withRestartPolicy(COMES_BACK)
                        .exec());
    }

    private static UpdateContainerResponse switchRestartOff(DockerClient client, String id) {
        return client.updateContainerCmd(id).withRestartPolicy(NEVER).exec();
    }

    /** Stops with the image's own signal, kills after the grace; nothing if it does not run. */
    void stop(String id, Duration grace) throws PlatformException {
        try {
            requests.client()
                    .stopContainerCmd(id)
                    .withTimeout((int) Math.max(1, grace.toSeconds()))
                    .exec();
        } catch (NotFoundException | NotModifiedException e) {
            return; // gone, or stopped already
        } catch (RuntimeException e) {
            throw requests.failed("The container " + id + " could not be stopped", "The others are untouched.", e);
        }
    }

    /** Removes the container and its anonymous volumes, running or not; nothing if it is gone. */
    void remove(String id) throws PlatformException {
        try {
            requests.client()
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            return; // gone
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("already in progress")) {
                return; // someone else removes it just now
            }
            throw requests.failed("The container " + id + " could not be removed", "The others are untouched.", e);
        }
    }
}
