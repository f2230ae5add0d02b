package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRangesTest {

    @Test
    void everyNetworkHasRoomForTwoReleasesOfTheMostReplicasAndTwoEdges() throws Exception {
        var network = first("10.213.0.0/16", List.of(), 7);
        var taken = new HashSet<String>();
        for (int i = 0; i < 32 * 2 + 2; i++) {
            assertTrue(taken.add(network.free(taken).orElseThrow()));
        }
    }

    @Test
    void hundredsOfNetworksAreApart() throws Exception {
        var all = NetworkRanges.parse("10.213.0.0/16").free(List.of(), -3).toList();
        assertEquals(512, new HashSet<>(all).size());
        assertTrue(all.stream().allMatch(subnet("10.213.0.0/16")::overlaps));
        assertFalse(all.get(0).overlaps(all.get(1)));
    }

    @Test
    void whatIsInUseIsLeftOutWhicheverIsWider() throws Exception {
        var taken = List.of(subnet("10.213.0.128/25"), subnet("10.213.1.5/32"), subnet("10.213.2.0/23"));
        assertEquals(
                List.of("10.213.0.0/25", "10.213.1.128/25"),
                NetworkRanges.parse("10.213.0.0/22")
                        .free(taken, 0)
                        .map(Subnet::toString)
                        .toList());
    }

    @Test
    void theNextRangeIsTakenWhenOneIsUsedUpOrRouted() throws Exception {
        assertEquals(subnet("198.18.0.0/25"), first(NetworkRanges.DEFAULT, List.of(subnet("10.0.0.0/8")), 0));
        assertTrue(NetworkRanges.parse("10.213.0.0/24, 10.214.0.0/25")
                .free(List.of(subnet("10.192.0.0/10")), 0)
                .findFirst()
                .isEmpty());
    }

    @Test
    void routesOfTheMachineAreReadAndThoseToEverywhereAreNot() {
        var table = List.of(
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
                "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "tun0\t00000080\t010200C0\t0003\t0\t0\t0\t00000080\t0\t0\t0",
                "tun0\t00C0D50A\t00000000\t0001\t0\t0\t0\t00C0FFFF\t0\t0\t0",
                "nonsense");
        assertEquals(List.of(subnet("10.213.192.0/18")), NetworkRanges.routes(table));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.213.0.0", "10.213.0.0/26", "10.0.0.0/8", "10.256.0.0/16", "fd00::/48", "any\u001b[31m"})
    void aRangeThatIsNoneIsRefused(String text) {
        var refused = assertThrows(PlatformException.class, () -> NetworkRanges.parse(text));
        assertTrue(refused.getMessage().contains(NetworkRanges.PROPERTY), refused.getMessage());
        assertFalse(refused.getMessage().contains("\u001b"), refused.getMessage());
    }

    @Test
    void whatIsNoIpv4RangeIsNone() {
        assertEquals(
                Set.of(),
                Set.copyOf(Stream.of("fd00::/64", "10.0.0.0/33", null, "x")
                        .flatMap(text -> Subnet.parse(text).stream())
                        .toList()));
    }

    private static Subnet first(String ranges, List<Subnet> taken, int seed) throws PlatformException {
        return NetworkRanges.parse(ranges).free(taken, seed).findFirst().orElseThrow();
    }

    private static Subnet subnet(String text) {
        return Subnet.parse(text).orElseThrow();
    }
}
