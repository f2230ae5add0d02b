package io.jenkins.plugins.branchgate.source;

import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/** One fetch from, or one push to, a remote: the transport with its credentials and its time limits. For one thread. */
final class Exchange implements Closeable {

    private final Remote remote;
    private final Deadline deadline;
    private final Transport transport;
    private final HttpDoor http;
    private final SshDoor ssh;

    private Exchange(Remote remote, Deadline deadline, Transport transport, HttpDoor http, SshDoor ssh) {
        this.remote = remote;
        this.deadline = deadline;
        this.transport = transport;
        this.http = http;
        this.ssh = ssh;
    }

    /**
     * Prepares an exchange; the remote is not asked yet.
     *
     * @param folder where files of the exchange are kept: known hosts
     * @throws SourceException if the address or the credentials cannot be used at all
     */
    static Exchange open(Repository mirror, Path folder, Remote remote, Limits limits) throws SourceException {
        var deadline = new Deadline(limits.total());
        SshDoor ssh = null;
        HttpDoor http = null;
        Transport transport = null;
        try {
            var address = address(remote);
            transport = Transport.open(mirror, address);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setRemoveDeletedRefs(false);
            transport.setTimeout(limits.silenceSeconds());
            if (transport instanceof TransportHttp smart) {
                boolean secret = remote.credentials() instanceof GitCredentials.UserPassword;
                http = new HttpDoor(url(remote), secret, limits, deadline);
                smart.setHttpConnectionFactory(http);
            } else if (transport instanceof SshTransport shell) {
                ssh = new SshDoor(folder, (GitCredentials.SshKey) remote.credentials());
                ssh.open(shell);
            } else {
                LocalRemote.prepare(transport, Path.of(address.getPath()));
            }
            transport.setCredentialsProvider(
                    remote.credentials() instanceof GitCredentials.UserPassword given
                            ? new HttpCredentials(given)
                            : null);
            return new Exchange(remote, deadline, transport, http, ssh);
        } catch (SourceException e) {
            close(transport, ssh);
            throw e;
        } catch (IOException | URISyntaxException | RuntimeException e) {
            close(transport, ssh);
            throw new RemoteFailure(remote, 0, null, deadline).explain(e);
        }
    }

    Transport transport() {
        return transport;
    }

    Deadline deadline() {
        return deadline;
    }

    /** What went wrong in this exchange, for people. */
    SourceException explain(Exception e) {
        return new RemoteFailure(remote, httpStatus(), ssh == null ? null : ssh.hostRefused(), deadline).explain(e);
    }

    /** The status of the last HTTP answer, 0 if there was none or the remote does not speak HTTP. */
    int httpStatus() {
        return http == null ? 0 : http.lastStatus();
    }

    @Override
    public void close() {
        close(transport, ssh);
    }

    private static void close(Transport transport, SshDoor ssh) {
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

    private static URIish address(Remote remote) throws URISyntaxException, SourceException {
        var address = new URIish(remote.url());
        if (remote.kind() == Remote.Kind.SSH
                && (address.getUser() == null || address.getUser().isEmpty())) {
            return address.setUser(((GitCredentials.SshKey) remote.credentials()).user());
        }
        if (remote.kind() == Remote.Kind.LOCAL && !Files.isDirectory(Path.of(address.getPath()))) {
            throw new SourceException(
                    SourceException.Reason.REPOSITORY_MISSING,
                    "There is no repository at " + remote + ": that is no folder on this machine. Nothing was changed."
                            + " Check the address.");
        }
        return address;
    }
}
