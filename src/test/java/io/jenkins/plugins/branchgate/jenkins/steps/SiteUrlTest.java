package io.jenkins.plugins.branchgate.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.branchgate.model.Port;
import org.junit.jupiter.api.Test;

class SiteUrlTest {
    private static final Port PORT = new Port(8081);
    private static final String JENKINS = "https://ci.example.org/jenkins/";

    @Test
    void aLocalEngineIsWhereTheControllerIs() {
        assertEquals("http://ci.example.org:8081/", SiteUrl.of(null, null, JENKINS, PORT));
        assertEquals("http://ci.example.org:8081/", SiteUrl.of("unix:///var/run/docker.sock", null, JENKINS, PORT));
        assertEquals("http://localhost:8081/", SiteUrl.of(null, null, null, PORT));
    }

    @Test
    void anEngineOnANetworkHasItsOwnName() {
        assertEquals(
                "http://docker.example.org:8081/", SiteUrl.of("tcp://docker.example.org:2376", null, JENKINS, PORT));
        assertEquals("http://[::1]:8081/", SiteUrl.of("tcp://[::1]:2375", "agent", JENKINS, PORT));
    }

    @Test
    void anAgentsLocalEngineIsWhereTheAgentIs() {
        assertEquals("http://agent.example.org:8081/", SiteUrl.of(null, "agent.example.org", JENKINS, PORT));
    }
}
