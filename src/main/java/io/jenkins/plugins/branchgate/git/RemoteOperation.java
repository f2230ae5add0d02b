package io.jenkins.plugins.branchgate.git;

import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/** One fetch from, or one push to, a remote: the transport with its credentials and its time limits. For one thread. */
final class RemoteOperation implements Closeable {

    private final Mirror mirror;
    private final Remote remote;
    private final Deadline deadline;
    private final Transport transport;
    private final HttpConnections http;
    private final SshLogin ssh;
    private final LocalRemote local;

    private RemoteOperation(
            Mirror mirror,
            Remote remote,
            Deadline deadline,
            Transport transport,
            HttpConnections http,
            SshLogin ssh,
            LocalRemote local) {
        this.mirror = mirror;
        this.remote = remote;
        this.deadline = deadline;
        this.transport = transport;
        this.http = http;
        this.ssh = ssh;
        this.local = local;
    }

    /**
     * Prepares an exchange; the remote is not asked yet.
     *
     * @param mirror where what comes goes to, and the files of the exchange: known hosts
     * @throws GitException if the address or the credentials cannot be used at all
     */
    static RemoteOperation open(Mirror mirror, Remote remote, Timeouts limits, HttpProxy proxy) throws GitException {
        var deadline = new Deadline(limits.total());
        var intake = new ReceiveLimit(mirror.bounds().fetching(), deadline);
        SshLogin ssh = null;
        HttpConnections http = null;
        Transport transport = null;
        try {
            if (remote.credentials() instanceof GitCredentials.Unasked) {
                throw new GitException(
                        GitException.Reason.CREDENTIALS_REFUSED,
                        remote + " was to be asked with credentials that were not looked up. Nothing was changed.");
            }
            var address = address(remote);
            var local = remote.kind() == Remote.Kind.LOCAL ? LocalRemote.open(remote, address.getPath()) : null;
            transport = Transport.open(mirror.repository(), address);
            mirror.repository().count(intake);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setRemoveDeletedRefs(false);
            transport.setTimeout(limits.silenceSeconds());
            if (transport instanceof TransportHttp smart) {
                boolean secret = remote.credentials() instanceof GitCredentials.UserPassword;
                http = new HttpConnections(url(remote), secret, limits, intake, proxy);
                smart.setHttpConnectionFactory(http);
            } else if (transport instanceof SshTransport shell) {
                ssh = new SshLogin(mirror.folder(), (GitCredentials.SshKey) remote.credentials());
                ssh.open(shell, intake);
            } else if (local == null) {
                throw new TransportException("no transport for this address");
            }
            transport.setCredentialsProvider(
                    remote.credentials() instanceof GitCredentials.UserPassword given
                            ? new HttpCredentials(given)
                            : null);
            return new RemoteOperation(mirror, remote, deadline, transport, http, ssh, local);
        } catch (GitException e) {
            close(transport, ssh);
            throw e;
        } catch (IOException | URISyntaxException | RuntimeException e) {
            close(transport, ssh);
            throw mirror.unwritten(e).orElseGet(() -> new RemoteFailure(remote, 0, null, deadline).explain(e));
        }
    }

    Transport transport() {
        return transport;
    }

    Deadline deadline() {
        return deadline;
    }

    /** What a push would have to run in this process, empty if nothing: always so unless the remote is local. */
    Optional<String> localHook() throws IOException {
        return local == null ? Optional.empty() : local.hook();
    }

    /** What went wrong in this exchange, for people. */
    GitException explain(Exception e) {
        var unwritten = Thread.currentThread().isInterrupted() ? Optional.<GitException>empty() : mirror.unwritten(e);
        return unwritten.orElseGet(() ->
                new RemoteFailure(remote, httpStatus(), ssh == null ? null : ssh.hostRefused(), deadline).explain(e));
    }

    /** The status of the last HTTP answer, 0 if there was none or the remote does not speak HTTP. */
    int httpStatus() {
        return http == null ? 0 : http.lastStatus();
    }

    @Override
    public void close() {
        close(transport, ssh);
    }

    private static void close(Transport transport, SshLogin ssh) {
        if (transport != null) {
            transport.close();
        }
        if (ssh != null) {
            ssh.close();
        }
    }

    private static URL url(Remote remote) throws MalformedURLException {
        return URI.create(remote.url()).toURL();
    }

    private static URIish address(Remote remote) throws URISyntaxException {
        var address = new URIish(remote.url());
        if (remote.kind() == Remote.Kind.SSH
                && (address.getUser() == null || address.getUser().isEmpty())) {
            return address.setUser(((GitCredentials.SshKey) remote.credentials()).user());
        }
        return address;
    }
}
