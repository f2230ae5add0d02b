package io.jenkins.plugins.branchgate.git;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Objects;

/**
 * Through which proxy a server is reached over HTTP.
 *
 * @param selector asked at each connection
 * @param authenticator has the proxy's user and password; null if there are none. It must answer a proxy only
 */
public record HttpProxy(ProxySelector selector, Authenticator authenticator) {

    public HttpProxy {
        Objects.requireNonNull(selector, "selector");
    }

    /** What this Java was started with. */
    public static HttpProxy ofThisProcess() {
        var usual = ProxySelector.getDefault();
        return new HttpProxy(usual == null ? ProxySelector.of(null) : usual, null);
    }

    /** The proxy to a URL. */
    Proxy to(URL url) {
        var proxies = selector.select(URI.create(url.getProtocol() + "://" + url.getAuthority() + "/"));
        return proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    /** The same URL, whose connections answer a proxy that asks for user and password. */
    URL answering(URL url) throws IOException {
        return authenticator == null ? url : new URL(null, url.toExternalForm(), new Answering(authenticator));
    }

    private static final class Answering extends URLStreamHandler {

        private final Authenticator authenticator;

        Answering(Authenticator authenticator) {
            this.authenticator = authenticator;
        }

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            return openConnection(url, Proxy.NO_PROXY);
        }

        @Override
        protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
            var connection = (HttpURLConnection) new URL(url.toExternalForm()).openConnection(proxy);
            connection.setAuthenticator(authenticator);
            return connection;
        }

        @Override
        protected int getDefaultPort() {
            return -1;
        }
    }
}
