package io.jenkins.plugins.branchgate.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.branchgate.model.Port;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteUrlTest {
    private static final Port PORT = new Port(8081);
    private static final String JENKINS = "https://ci.example.org/jenkins/";
    private static final Map<String, String> NAMES = Map.of(
            "agent.example.org",
            "192.0.2.7",
            "agent",
            "10.1.2.3",
            "3f2a9b7c1d2e",
            "172.18.0.4",
            "localhost",
            "127.0.0.1");

    private static String of(String dockerHost, String agentHost, String jenkinsUrl) {
        return SiteUrl.of(dockerHost, agentHost, jenkinsUrl, PORT, SiteUrlTest::resolve);
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        String address = host.matches("[0-9.]+|.*:.*") ? host : NAMES.get(host);
        if (address == null) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(address);
    }

    @Test
    void aLocalEngineIsWhereTheControllerIs() {
        assertEquals("http://ci.example.org:8081/", of(null, null, JENKINS));
        assertEquals("http://ci.example.org:8081/", of("unix:///var/run/docker.sock", null, JENKINS));
        assertEquals("http://ci.example.org:8081/", of("tcp://localhost:2375", null, JENKINS));
        assertEquals("http://localhost:8081/", of(null, null, null));
    }

    @Test
    void anEngineOnANetworkHasItsOwnName() {
        assertEquals("http://docker.example.org:8081/", of("tcp://docker.example.org:2376", null, JENKINS));
        assertEquals("http://[2001:db8::1]:8081/", of("tcp://[2001:db8::1]:2375", "agent", JENKINS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.example.org", "agent", "192.0.2.7", "192.168.1.20"})
    void anAgentsLocalEngineIsWhereTheAgentIs(String agent) {
        assertEquals("http://" + agent + ":8081/", of(null, agent, JENKINS));
        assertEquals("http://" + agent + ":8081/", of("tcp://127.0.0.1:2375", agent, JENKINS));
        assertEquals("http://[2001:db8::7]:8081/", of("tcp://[::1]:2375", "2001:db8::7", JENKINS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.1.1",
                "172.17.0.1",
                "172.18.0.4",
                "169.254.3.4",
                "fe80::1",
                "fd12::1",
                "::1",
                "0.0.0.0",
                "3f2a9b7c1d2e",
                "unknown.example.org",
                "agent.example.org/evil",
                "agent.example.org\u001b[2J",
                "user@agent.example.org"
            })
    void noAddressIsBetterThanOneThatOnlyTheAgentsMachineKnows(String agent) {
        assertNull(of(null, agent, JENKINS));
        assertNull(of("unix:///var/run/docker.sock", agent, JENKINS));
    }
}
