package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The private network of a place. Its range of addresses is fixed, so that every container on it keeps one address for
 * its life: across its restarts, the engine's and the edge's, no address is stale and none becomes another replica's.
 */
final class EnvironmentNetwork {

    private static final int ATTEMPTS = 8;

    private final EngineRequests requests;

    EnvironmentNetwork(EngineRequests requests) {
        this.requests = requests;
    }

    /** Makes the network if it is missing. */
    void ensure(EnvironmentKey place) throws PlatformException {
        if (find(place).isEmpty()) {
            create(place);
        }
    }

    /** An address on the place's network that nobody has. */
    String freeAddress(EnvironmentKey place, Set<String> taken) throws PlatformException {
        var network = find(place)
                .orElseThrow(
                        () -> new PlatformException(
                                "The network " + ContainerNames.network(place)
                                        + " is missing: the environment has to be prepared before replicas start. Nothing was changed."));
        var avoided = new HashSet<>(taken);
        for (var container : network.getContainers().values()) {
            avoided.add(container.getIpv4Address().replaceFirst("/.*", ""));
        }
        for (var range : ranges(network)) {
            if (range.getGateway() != null) {
                avoided.add(range.getGateway());
            }
        }
        return subnet(network)
                .flatMap(s -> s.free(avoided))
                .orElseThrow(() -> new PlatformException("The network " + ContainerNames.network(place)
                        + " has no free IPv4 address. Nothing was changed. Remove what else is connected to it."));
    }

    /** The places of a site that have a network. */
    List<EnvironmentKey> places(SiteId site) throws PlatformException {
        return labelled(Labels.SITE + "=" + site).stream()
                .flatMap(network -> Labels.place(network.getLabels()).stream())
                .toList();
    }

    /**
     * Removes the network; nothing if it is gone. What has its labels and another name goes as well: otherwise it would
     * be found again by its labels, for ever.
     */
    void remove(EnvironmentKey place) throws PlatformException {
        for (var network : labelled(Labels.SITE + "=" + place.site())) {
            if (!Labels.place(network.getLabels()).equals(Optional.of(place))) {
                continue;
            }
            try {
                requests.client().removeNetworkCmd(network.getId()).exec();
            } catch (NotFoundException e) {
                continue; // gone in between
            } catch (RuntimeException e) {
                throw requests.failed(
                        "The network " + SafeText.line(network.getName()) + " could not be removed",
                        "It is as it was.",
                        e);
            }
        }
    }

    private List<Network> labelled(String label) throws PlatformException {
        return requests.ask("Networks could not be listed", "Nothing was changed.", client -> client.listNetworksCmd()
                .withFilter("label", List.of(label))
                .exec());
    }

    private Optional<Network> find(EnvironmentKey place) throws PlatformException {
        String name = ContainerNames.network(place);
        try {
            var network =
                    requests.client().inspectNetworkCmd().withNetworkId(name).exec();
            if (!Labels.place(network.getLabels()).equals(Optional.of(place))) {
                throw new PlatformException("There is a network " + name + " that Branch Gate did not make. It was not"
                        + " touched. Remove or rename it, or give the environment another name.");
            }
            return Optional.of(network);
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw requests.failed("The network " + name + " could not be looked up", "Nothing was changed.", e);
        }
    }

    /**
     * In one request, so that a crash leaves either nothing or the network under its name. Which ranges are free may have
     * changed by the time of the request, and not every use of a range is told: then the next one is asked for.
     */
    private void create(EnvironmentKey place) throws PlatformException {
        String failure = "No network could be made for " + place;
        var ranges = NetworkRanges.configured();
        var refused = new HashSet<Subnet>();
        DockerException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            var range = ranges.free(taken(failure), place.hashCode())
                    .filter(each -> !refused.contains(each))
                    .findFirst()
                    .orElseThrow(() -> new PlatformException(failure + ": every part of " + ranges
                            + " is in use, by networks of the engine or by routes of this machine. Nothing was"
                            + " changed. Remove environments that nobody needs, or start Jenkins with the system"
                            + " property " + NetworkRanges.PROPERTY + " set to a range that is free."));
            try {
                requests.client()
                        .createNetworkCmd()
                        .withName(ContainerNames.network(place))
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withLabels(Labels.of(place, Labels.NETWORK))
                        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(range.toString())))
                        .exec();
                return;
            } catch (ConflictException e) {
                ensure(place); // someone made it in between, or a stranger's has the name
                return;
            } catch (DockerException e) {
                refused.add(range);
                last = e;
            } catch (RuntimeException e) {
                throw requests.failed(failure, "Nothing was changed.", e);
            }
        }
        throw requests.failed(failure, "Nothing was changed.", last);
    }

    /** The ranges that must not be given out again. */
    private List<Subnet> taken(String failure) throws PlatformException {
        List<Network> all = requests.ask(failure, "Nothing was changed.", client -> client.listNetworksCmd()
                .exec());
        return Stream.concat(
                        all.stream()
                                .flatMap(network -> ranges(network).stream())
                                .flatMap(range -> Subnet.parse(range.getSubnet()).stream()),
                        NetworkRanges.routes().stream())
                .toList();
    }

    private static Optional<Subnet> subnet(Network network) {
        return ranges(network).stream()
                .flatMap(range -> Subnet.parse(range.getSubnet()).stream())
                .findFirst();
    }

    private static List<Network.Ipam.Config> ranges(Network network) {
        var ranges = network.getIpam() == null ? null : network.getIpam().getConfig();
        return ranges == null ? List.of() : ranges;
    }
}
