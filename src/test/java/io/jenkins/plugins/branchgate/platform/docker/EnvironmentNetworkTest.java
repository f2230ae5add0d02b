package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Network;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class EnvironmentNetworkTest {

    /** More than an engine as installed has room for in its default address pools. */
    private static final int MANY = 60;

    private final TestSite site = new TestSite();
    private final EngineRequests requests = new EngineRequests(site.engine);

    @AfterEach
    void remove() throws Exception {
        site.close();
    }

    /** Two that know nothing of each other, as two controllers of one engine. */
    @Test
    void moreEnvironmentsThanTheDefaultAddressPoolsHaveRoomForAreMadeAtOnce() throws Exception {
        var places = IntStream.range(0, MANY)
                .mapToObj(i -> new EnvironmentKey(site.site, new EnvironmentName("many-" + i)))
                .toList();
        var controllers = List.of(new EnvironmentNetwork(requests), new EnvironmentNetwork(requests));
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
            String address = new EnvironmentNetwork(requests).freeAddress(place, Set.of());
            assertTrue(Subnet.parse(address + "/32").orElseThrow().overlaps(subnet), address + " is not in " + subnet);
        }
        for (var place : places) {
            site.platform.remove(place);
        }
        assertEquals(List.of(), site.platform.places(site.site));
    }

    /** The engine does what it was asked last; who asked has ended and never learns it. */
    @Test
    void aCrashAfterAnyRequestLeavesNothingThatIsNotFoundAgain() throws Exception {
        int requested = 0;
        for (boolean made = false; !made; requested++) {
            var place = new EnvironmentKey(site.site, new EnvironmentName("crash-" + requested));
            try (var front = new DyingFront(requested);
                    var dying = new DockerEngine(front.address(), null)) {
                try {
                    new EnvironmentNetwork(new EngineRequests(dying)).ensure(place);
                    made = true;
                } catch (PlatformException e) {
                    made = false;
                }
            }
            var left = labelled();
            assertTrue(
                    List.of(List.of(), List.of(ContainerNames.network(place))).contains(left), left::toString);
            new EnvironmentNetwork(requests).ensure(place);
            assertEquals(List.of(ContainerNames.network(place)), labelled());
            site.platform.remove(place);
            assertEquals(List.of(), labelled());
        }
        assertTrue(requested > 2, requested + " requests make a network");
    }

    @Test
    void aNetworkWithThePlacesLabelsAndAnotherNameGoesWithThePlace() throws Exception {
        site.engine
                .prompt()
                .createNetworkCmd()
                .withName(ContainerNames.network(site.place) + "-range")
                .withLabels(Labels.of(site.place, Labels.NETWORK))
                .exec();
        assertEquals(List.of(site.place), site.platform.places(site.site));
        site.platform.remove(site.place);
        assertEquals(List.of(), site.platform.places(site.site));
    }

    private List<String> labelled() throws Exception {
        return site
                .engine
                .prompt()
                .listNetworksCmd()
                .withFilter("label", List.of(Labels.SITE + "=" + site.site))
                .exec()
                .stream()
                .map(Network::getName)
                .toList();
    }

    private Subnet subnet(EnvironmentKey place) throws Exception {
        var network = site.engine
                .prompt()
                .inspectNetworkCmd()
                .withNetworkId(ContainerNames.network(place))
                .exec();
        return Subnet.parse(network.getIpam().getConfig().get(0).getSubnet()).orElseThrow();
    }

    /** The way to the local engine for so many requests; the answer to the last one gets lost, and all after it. */
    private static final class DyingFront implements AutoCloseable {

        private static final String REQUEST = " HTTP/1.1\r\n";

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger left;

        DyingFront(int requests) throws IOException {
            left = new AtomicInteger(requests);
            start(() -> {
                while (true) {
                    var client = server.accept();
                    start(() -> serve(client));
                }
            });
        }

        EngineAddress address() {
            return new EngineAddress("tcp://127.0.0.1:" + server.getLocalPort());
        }

        private void serve(Socket client) throws IOException {
            String socket = EngineAddress.of(null, System.getenv()).uri().getPath();
            try (client;
                    var engine = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                start(() -> answers(engine, client));
                byte[] buffer = new byte[8192];
                for (int n; (n = client.getInputStream().read(buffer)) >= 0; ) {
                    boolean begins = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains(REQUEST);
                    if (begins && left.getAndDecrement() <= 0) {
                        return;
                    }
                    engine.write(ByteBuffer.wrap(buffer, 0, n));
                }
            }
        }

        private void answers(SocketChannel engine, Socket client) throws IOException {
            try (client) {
                var bytes = ByteBuffer.allocate(8192);
                for (int n; (n = engine.read(bytes.clear())) >= 0 && left.get() > 0; ) {
                    client.getOutputStream().write(bytes.array(), 0, n);
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            var thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    return; // an end went away
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
