package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.model.Container;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Who has a port of the engine's host. */
record PortHolder(EngineRequests requests) {

    private static final Pattern TAKEN = Pattern.compile(
            "port is already allocated|address already in use|Ports are not available|already in use by container",
            Pattern.CASE_INSENSITIVE);

    /** True if the engine's words mean that a port is taken. */
    static boolean isTaken(String words) {
        return TAKEN.matcher(words).find();
    }

    /** In words: the container that publishes it, or a process that the engine does not know. */
    String describe(Port port) throws PlatformException {
        List<Container> running = requests.ask(
                "Containers could not be listed", "Nothing was changed.", client -> client.listContainersCmd()
                        .exec());
        return running.stream()
                .filter(c -> c.getPorts() != null
                        && Arrays.stream(c.getPorts())
                                .anyMatch(p -> Integer.valueOf(port.value()).equals(p.getPublicPort())))
                .findFirst()
                .map(PortHolder::words)
                .orElse("a process that is not a container of this engine");
    }

    private static String words(Container container) {
        return ManagedContainer.of(container)
                .map(found -> "the edge of " + found.place() + " (container " + ManagedContainer.name(container) + ")")
                .orElse("the container " + ManagedContainer.name(container) + " (image " + container.getImage() + ")");
    }
}
