package io.jenkins.plugins.branchgate.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Swarm service updated start-first, one task at a time, each watched for a second, behind an HAProxy with a
 * hand-written configuration on the service's overlay network. HAProxy asks Docker's own name server each half second
 * which tasks there are, checks each itself as often, and repeats requests as Branch Gate's edge does.
 */
final class SwarmContestant implements Contestant {
    private final int port;
    private final SwarmService service;
    private final String proxy;

    SwarmContestant(Releases releases, Path folder, String run, Sweep sweep) throws Exception {
        port = Ports.free();
        service = new SwarmService("bench-" + run + "-swarm", releases, sweep);
        proxy = service.name() + "-proxy";
        Path configuration = Files.createDirectories(folder.resolve("swarm")).resolve("haproxy.cfg");
        Files.writeString(configuration, configuration(service.name()));
        String publish = "127.0.0.1:" + port + ":80";
        Shell.run(
                "docker",
                "create",
                "--name",
                proxy,
                "--network",
                service.name(),
                "-u",
                "0",
                "-p",
                publish,
                "haproxy:lts",
                "haproxy",
                "-f",
                "/usr/local/etc/haproxy/haproxy.cfg");
        Shell.run("docker", "cp", configuration.toString(), proxy + ":/usr/local/etc/haproxy/haproxy.cfg");
        Shell.run("docker", "start", proxy);
        Http.awaitAnswer(port);
        Thread.sleep(2000); // both tasks known
    }

    private static String configuration(String service) {
        return """
                global
                    maxconn 8000
                resolvers docker
                    nameserver engine 127.0.0.11:53
                    resolve_retries 3
                    timeout resolve 500ms
                    timeout retry 500ms
                    hold valid 500ms
                defaults
                    mode http
                    option redispatch 1
                    retries 3
                    retry-on conn-failure empty-response
                    timeout connect 1500ms
                    timeout client 60s
                    timeout server 60s
                frontend site
                    bind :80
                    http-request disable-l7-retry unless { method GET HEAD OPTIONS }
                    default_backend tasks
                backend tasks
                    balance roundrobin
                    option httpchk GET /
                    default-server check inter 500ms fall 2 rise 1
                    server-template task 6 tasks.%s:80 resolvers docker init-addr none
                """.formatted(service);
    }

    @Override
    public String name() {
        return "Swarm, start-first, 2 replicas";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void swap() throws Exception {
        service.update(1, "1s");
    }

    @Override
    public void close() throws Exception {
        Shell.attempt("docker", "rm", "-f", proxy);
        service.close();
    }
}
