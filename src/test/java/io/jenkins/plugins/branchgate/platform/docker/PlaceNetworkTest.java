package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.platform.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class PlaceNetworkTest {

    /** More than an engine as installed has room for in its default address pools. */
    private static final int MANY = 60;

    private final TestSite site = new TestSite();
    private final Requests requests = new Requests(site.engine);

    @AfterEach
    void remove() throws Exception {
        site.close();
    }

    /** Two that know nothing of each other, as two controllers of one engine. */
    @Test
    void moreEnvironmentsThanTheDefaultAddressPoolsHaveRoomForAreMadeAtOnce() throws Exception {
        var places = IntStream.range(0, MANY)
                .mapToObj(i -> new Place(site.site, new EnvironmentName("many-" + i)))
                .toList();
        var controllers = List.of(new PlaceNetwork(requests), new PlaceNetwork(requests));
        var workers = Executors.newFixedThreadPool(4);
        try {
            var calls = new ArrayList<Callable<Void>>();
            for (var place : places) {
                var controller = controllers.get(calls.size() % 2);
                calls.add(() -> {
                    controller.ensure(place);
                    return null;
                });
            }
            for (var call : workers.invokeAll(calls)) {
                call.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertEquals(Set.copyOf(places), Set.copyOf(site.platform.places(site.site)));
        var subnets = new ArrayList<Subnet>();
        for (var place : places) {
            var subnet = subnet(place);
            assertTrue(subnets.stream().noneMatch(subnet::overlaps), subnet + " is in " + subnets);
            subnets.add(subnet);
            String address = new PlaceNetwork(requests).freeAddress(place, Set.of());
            assertTrue(Subnet.parse(address + "/32").orElseThrow().overlaps(subnet), address + " is not in " + subnet);
        }
        for (var place : places) {
            site.platform.remove(place);
        }
        assertEquals(List.of(), site.platform.places(site.site));
    }

    private Subnet subnet(Place place) throws Exception {
        var network = site.engine
                .prompt()
                .inspectNetworkCmd()
                .withNetworkId(Names.network(place))
                .exec();
        return Subnet.parse(network.getIpam().getConfig().get(0).getSubnet()).orElseThrow();
    }
}
