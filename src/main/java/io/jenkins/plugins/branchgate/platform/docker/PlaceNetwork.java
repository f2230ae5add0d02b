package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The private network of a place. Its range of addresses is fixed, so that every container on it keeps one address for
 * its life: across its restarts, the engine's and the edge's, no address is stale and none becomes another replica's.
 */
final class PlaceNetwork {

    private static final int ATTEMPTS = 8;

    private final Requests requests;

    PlaceNetwork(Requests requests) {
        this.requests = requests;
    }

    /** Makes the network if it is missing. */
    void ensure(Place place) throws PlatformException {
        if (find(place).isEmpty()) {
            create(place);
        }
    }

    /** An address on the place's network that nobody has. */
    String freeAddress(Place place, Set<String> taken) throws PlatformException {
        var network = find(place)
                .orElseThrow(
                        () -> new PlatformException(
                                "The network " + Names.network(place)
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
                .orElseThrow(() -> new PlatformException("The network " + Names.network(place)
                        + " has no free IPv4 address. Nothing was changed. Remove what else is connected to it."));
    }

    /** The places of a site that have a network. */
    List<Place> places(SiteId site) throws PlatformException {
        List<Network> all =
                requests.ask("Networks could not be listed", "Nothing was changed.", client -> client.listNetworksCmd()
                        .withFilter("label", List.of(Labels.SITE + "=" + site))
                        .exec());
        return all.stream()
                .flatMap(network -> Labels.place(network.getLabels()).stream())
                .toList();
    }

    /** Removes the network; nothing if it is gone. */
    void remove(Place place) throws PlatformException {
        var network = find(place);
        if (network.isEmpty()) {
            return;
        }
        try {
            requests.client().removeNetworkCmd(network.get().getId()).exec();
        } catch (NotFoundException e) {
            return; // gone in between
        } catch (RuntimeException e) {
            throw requests.failed(
                    "The network " + Names.network(place) + " could not be removed", "It is as it was.", e);
        }
    }

    private Optional<Network> find(Place place) throws PlatformException {
        String name = Names.network(place);
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
     * Engines give fixed addresses only on networks whose range was asked for, and only the engine knows which ranges
     * are free. So it chooses one, and is then asked for that one; another caller may take it in between.
     */
    private void create(Place place) throws PlatformException {
        DockerException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            String range = choose(place);
            try {
                requests.client()
                        .createNetworkCmd()
                        .withName(Names.network(place))
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withLabels(Labels.of(place, Labels.NETWORK))
                        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(range)))
                        .exec();
                return;
            } catch (ConflictException e) {
                ensure(place); // someone made it in between, or a stranger's has the name
                return;
            } catch (DockerException e) {
                last = e;
            } catch (RuntimeException e) {
                throw requests.failed("No network could be made for " + place, "Nothing was changed.", e);
            }
        }
        throw requests.failed("No network could be made for " + place, "Nothing was changed.", last);
    }

    private String choose(Place place) throws PlatformException {
        return requests.ask("No network could be made for " + place, "Nothing was changed.", client -> {
            String id = client.createNetworkCmd()
                    .withName(Names.network(place) + "-range")
                    .withDriver("bridge")
                    .withLabels(Labels.of(place, Labels.NETWORK))
                    .exec()
                    .getId();
            try {
                return subnet(client.inspectNetworkCmd().withNetworkId(id).exec())
                        .map(Subnet::cidr)
                        .orElseThrow(() -> new IllegalStateException("the engine gave the network no IPv4 range"));
            } finally {
                client.removeNetworkCmd(id).exec();
            }
        });
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
