package io.jenkins.plugins.branchgate.git;

import static org.eclipse.jgit.util.HttpSupport.ENCODING_GZIP;
import static org.eclipse.jgit.util.HttpSupport.HDR_CONTENT_ENCODING;

import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * Makes the HTTP connections of one exchange: none that would carry credentials to another server than the one they are
 * meant for, none that outlives the deadline. Remembers the last answer's status, by which failures are told apart.
 */
final class HttpConnections implements HttpConnectionFactory {

    private static final Pattern SMART =
            Pattern.compile("/(?:info/refs\\?service=git-(?:upload|receive)-pack|git-(?:upload|receive)-pack)$");

    private final URL home;
    private final boolean secret;
    private final Timeouts limits;
    private final ReceiveLimit intake;
    private final HttpProxy proxy;
    private volatile int lastStatus;

    HttpConnections(URL home, boolean secret, Timeouts limits, ReceiveLimit intake, HttpProxy proxy) {
        this.home = home;
        this.secret = secret;
        this.limits = limits;
        this.intake = intake;
        this.proxy = proxy;
    }

    /** The status of the last answer, 0 if there was none. */
    int lastStatus() {
        return lastStatus;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    /** @param ignored the one that JGit would take */
    @Override
    public HttpConnection create(URL url, Proxy ignored) throws IOException {
        intake.check();
        if (!SMART.matcher(url.getFile()).find()) {
            // JGit would look for loose objects there, and for other servers that have them.
            throw new TransportException("it does not speak Git's smart HTTP protocol");
        }
        if (secret && !mayGo(home, url)) {
            throw new TransportException("it redirects to " + url.getProtocol() + "://" + url.getAuthority()
                    + ", and credentials are only shown to the server they were given for; give that address instead"
                    + " if it is the right one");
        }
        lastStatus = 0;
        return new Connection(proxy.answering(url), proxy.to(url));
    }

    /** The same server, or its HTTPS side. */
    static boolean mayGo(URL from, URL to) {
        if (!from.getHost().equalsIgnoreCase(to.getHost())) {
            return false;
        }
        boolean same = from.getProtocol().equalsIgnoreCase(to.getProtocol()) && port(from) == port(to);
        boolean upgrade = from.getProtocol().equalsIgnoreCase("http")
                && to.getProtocol().equalsIgnoreCase("https")
                && port(from) == 80
                && port(to) == 443;
        return same || upgrade;
    }

    private static int port(URL url) {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }

    private final class Connection extends JDKHttpConnection {

        Connection(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public void setConnectTimeout(int timeout) {
            super.setConnectTimeout((int) limits.connect().toMillis());
        }

        @Override
        public int getResponseCode() throws IOException {
            int status = super.getResponseCode();
            lastStatus = status;
            return status;
        }

        /** Unpacked here, so that what is counted is what JGit gets. */
        @Override
        public InputStream getInputStream() throws IOException {
            var in = super.getInputStream();
            boolean packed = ENCODING_GZIP.equals(super.getHeaderField(HDR_CONTENT_ENCODING));
            return intake.connection(packed ? new GZIPInputStream(in) : in);
        }

        @Override
        public String getHeaderField(String name) {
            return HDR_CONTENT_ENCODING.equalsIgnoreCase(name) ? null : super.getHeaderField(name);
        }
    }
}
