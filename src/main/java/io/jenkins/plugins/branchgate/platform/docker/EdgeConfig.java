package io.jenkins.plugins.branchgate.platform.docker;

import java.util.Collection;

/**
 * HAProxy's configuration: what an edge starts from. Valid for HAProxy 2.6 and 3.x. While the edge runs it is changed
 * through the runtime API, and this text follows, so that a restarted edge serves what it served before.
 */
final class EdgeConfig {

    /** The port that the edge listens on inside its container; above 1024, so that no privilege is needed. */
    static final int LISTENS = 8080;

    /** The one backend. */
    static final String BACKEND = "release";

    /**
     * Options of every server. A replica that is gone is found within two seconds and skipped. The number of connections
     * kept for reuse has to be given: a server added at run time keeps none otherwise, and every request would open a
     * connection of its own. One is closed before a web server's usual 5 s would close it under a request.
     */
    static final String SERVER = "check inter 1s fastinter 250ms fall 2 rise 1 pool-max-conn 8000 pool-purge-delay 2s";

    /*
     * 8000 connections fit into the 20,000 file descriptors that engines commonly allow. Requests that may be repeated
     * are sent to another replica when one fails before it answered; others only when no byte of them was sent. Only the
     * backend logs, for it tells of servers that come and go: a frontend that logs composes a line for every request, at a
     * tenth of the edge's whole work, and throws it away because it is no error.
     */
    private static final String HEAD = """
            # Written by Branch Gate; changes are overwritten.
            global
                log stdout format raw local0 err
                stats socket ipv4@127.0.0.1:9999 level admin
                stats timeout 10s
                maxconn 8000
                no strict-limits

            defaults
                mode http
                option forwardfor
                option redispatch 1
                retries 3
                retry-on conn-failure empty-response
                timeout connect 1500ms
                timeout client 60s
                timeout http-request 30s
                timeout http-keep-alive 60s
                timeout queue 30s
                timeout server 300s
                timeout client-fin 30s
                timeout tunnel 24h

            frontend site
                bind :%d
                http-request disable-l7-retry unless { method GET HEAD OPTIONS }
                default_backend %s

            backend %s
                log global
                balance roundrobin
            """.formatted(LISTENS, BACKEND, BACKEND);

    private EdgeConfig() {}

    /** The configuration that sends requests to these replicas. */
    static String of(Collection<Backend> backends) {
        var text = new StringBuilder(HEAD);
        for (var backend : backends) {
            text.append("    server ").append(server(backend)).append('\n');
        }
        return text.toString();
    }

    /** Name, address and options, as in the file and in {@code add server}. */
    static String server(Backend backend) {
        return backend.id() + " " + backend.address() + ":" + backend.port() + " " + SERVER;
    }
}
