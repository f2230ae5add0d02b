package io.jenkins.plugins.branchgate.jenkins;

import hudson.ProxyConfiguration;
import io.jenkins.plugins.branchgate.git.HttpProxy;
import io.jenkins.plugins.branchgate.notify.Webhook;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * The proxy under <em>Manage Jenkins → System → HTTP Proxy Configuration</em>, with its exceptions, as it is configured at
 * the time; without one, what Java was started with. For servers that the controller itself reaches: not for engines.
 */
public final class JenkinsProxy extends ProxySelector {

    private static final JenkinsProxy SELECTOR = new JenkinsProxy();
    private static final Authenticator AUTHENTICATOR = new Answering();
    private static final HttpClient WITHOUT_PASSWORD = Webhook.client(SELECTOR, null);
    private static final HttpClient WITH_PASSWORD = Webhook.client(SELECTOR, AUTHENTICATOR);

    private JenkinsProxy() {}

    /** For repositories. */
    static HttpProxy forGit() {
        return new HttpProxy(SELECTOR, hasPassword() ? AUTHENTICATOR : null);
    }

    /** For receivers of notifications. */
    public static HttpClient forWebhooks() {
        return hasPassword() ? WITH_PASSWORD : WITHOUT_PASSWORD;
    }

    private static ProxyConfiguration configured() {
        return Jenkins.get().getProxy();
    }

    private static boolean hasPassword() {
        var proxy = configured();
        return proxy != null
                && proxy.getUserName() != null
                && !proxy.getUserName().isEmpty();
    }

    @Override
    public List<Proxy> select(URI uri) {
        var proxy = configured();
        if (proxy != null) {
            return List.of(proxy.createProxy(uri.getHost()));
        }
        var usual = ProxySelector.getDefault();
        return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // There is only one proxy to ask.
    }

    /** Answers the configured proxy, and nobody else. */
    private static final class Answering extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            var proxy = configured();
            if (getRequestorType() != RequestorType.PROXY
                    || proxy == null
                    || proxy.getUserName() == null
                    || !proxy.getName().equalsIgnoreCase(getRequestingHost())
                    || proxy.getPort() != getRequestingPort()) {
                return null;
            }
            var password = proxy.getSecretPassword();
            return new PasswordAuthentication(
                    proxy.getUserName(),
                    password == null ? new char[0] : password.getPlainText().toCharArray());
        }
    }
}
