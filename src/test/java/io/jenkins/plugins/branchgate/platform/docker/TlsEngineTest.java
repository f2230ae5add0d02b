package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real engine behind TLS that asks for a client's certificate. */
@Tag("docker")
class TlsEngineTest {

    private static TlsFront front;

    @BeforeAll
    static void open() throws Exception {
        front = new TlsFront();
    }

    @AfterAll
    static void close() throws Exception {
        front.close();
    }

    @Test
    void theRightKeysReachTheEngine() throws Exception {
        try (var engine = new DockerEngine(front.address(), front.keys())) {
            assertTrue(engine.ping().startsWith("Docker Engine "), engine.ping());
        }
    }

    @Test
    void withoutAClientCertificateTheEngineRefuses() throws Exception {
        var keys = new EngineKeys(front.keys().authority(), null, null);
        try (var engine = new DockerEngine(front.address(), keys)) {
            assertThrows(EngineException.class, engine::ping);
        }
    }

    @Test
    void anEngineOfAnotherAuthorityIsNotTrusted() throws Exception {
        try (var other = new TlsFront();
                var engine = new DockerEngine(front.address(), other.keys())) {
            var refused = assertThrows(EngineException.class, engine::ping);
            assertTrue(refused.getMessage().contains(front.address().value()), refused.getMessage());
        }
    }
}
