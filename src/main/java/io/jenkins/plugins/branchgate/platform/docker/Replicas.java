package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replicas as their containers' labels and state tell them. */
record Replicas(EngineRequests requests, ImageSettings images) {

    /** Empty if the container is gone, or its labels are not those of a replica. */
    Optional<Replica> find(String id, boolean routed) throws PlatformException {
        try {
            var container = requests.client().inspectContainerCmd(id).exec();
            var image = images.of(container.getImageId());
            return replica(container, routed, image);
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw requests.failed("The container " + id + " could not be looked up", "Nothing was changed.", e);
        }
    }

    private static Optional<Replica> replica(
            InspectContainerResponse container, boolean routed, Optional<ContainerConfig> image) {
        Map<String, String> labels = container.getConfig().getLabels();
        var state = container.getState();
        // The engine calls one running whose processes someone halted.
        boolean running = Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getPaused());
        try {
            var place = Labels.place(labels);
            return place.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Replica(
                            new ReplicaId(container.getId()),
                            container.getName().replaceFirst("^/", ""),
                            place.get(),
                            new ReleaseId(labels.get(Labels.RELEASE_ID)),
                            new CommitId(labels.get(Labels.COMMIT)),
                            new ImageDigest(container.getImageId()),
                            new DeploymentId(labels.get(Labels.DEPLOYMENT)),
                            Integer.parseInt(labels.getOrDefault(Labels.INDEX, "")),
                            running,
                            routed,
                            Instant.parse(state.getStartedAt()),
                            running
                                    ? "running"
                                    : ContainerDrift.shown(state.getStatus()) + " (" + state.getExitCodeLong() + ")",
                            image.map(settings -> new ContainerDrift(container, settings, place.get(), false).all())
                                    .orElse(List.of())));
        } catch (InvalidValueException | NumberFormatException | DateTimeParseException e) {
            return Optional.empty(); // a container that carries some of our labels, but was not made by us
        }
    }
}
