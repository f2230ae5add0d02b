package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import hudson.ProxyConfiguration;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.JenkinsProxy;
import io.jenkins.plugins.branchgate.model.BranchName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The proxy that Jenkins is configured with. */
@WithJenkins
class ProxyTest {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> passwords = Collections.synchronizedList(new ArrayList<>());
    private JenkinsRule jenkins;
    private HttpServer proxy;

    @BeforeEach
    void listen(JenkinsRule rule) throws IOException {
        jenkins = rule;
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestURI().getHost()));
            String shown = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (shown == null) {
                exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"out\"");
            } else {
                passwords.add(new String(Base64.getDecoder().decode(shown.substring("Basic ".length()))));
            }
            exchange.sendResponseHeaders(shown == null ? 407 : 404, -1);
            exchange.close();
        });
        proxy.start();
    }

    @AfterEach
    void stop() {
        proxy.stop(0);
    }

    @Test
    void gitAndWebhooksTakeItButForTheHostsThatNeedNone() throws Exception {
        fetch("http://git.example.invalid/shop.git");
        assertEquals(List.of(), asked, "none is configured");

        jenkins.jenkins.setProxy(new ProxyConfiguration(
                "127.0.0.1", proxy.getAddress().getPort(), "out", "pr0xy", "*.intern.example.invalid"));
        fetch("http://git.example.invalid/shop.git");
        assertTrue(asked.contains("git.example.invalid"), asked::toString);
        assertTrue(passwords.contains("out:pr0xy"), passwords::toString);

        asked.clear();
        post("http://chat.example.invalid/hook");
        assertTrue(asked.contains("chat.example.invalid"), asked::toString);

        asked.clear();
        fetch("http://git.intern.example.invalid/shop.git");
        assertThrows(IOException.class, () -> post("http://chat.intern.example.invalid/hook"));
        assertEquals(List.of(), asked);
    }

    private static void fetch(String url) throws Exception {
        try (var repository = BranchGate.get().repository(Remote.of(url))) {
            assertThrows(GitException.class, () -> repository.fetch(new BranchName("master")));
        }
    }

    private static void post(String url) throws Exception {
        JenkinsProxy.forWebhooks().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding());
    }
}
