package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;

/** The swarm that the engine is in. One that is there is used as it is; otherwise the engine is in one of its own for the run. */
final class Swarm {
    private Swarm() {}

    /** Makes sure the engine is a swarm's manager; the sweep takes it out of the swarm again if it was in none. */
    static void ensure(Sweep sweep) throws IOException, InterruptedException {
        String state = Shell.run("docker", "info", "--format", "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}");
        if (state.equals("active true")) {
            return;
        }
        if (!state.startsWith("inactive")) {
            throw new IOException("the engine is in a swarm that it does not manage (" + state + "); it is left alone");
        }
        boolean gateway = Shell.run("docker", "network", "ls", "--format", "{{.Name}}")
                .lines()
                .anyMatch("docker_gwbridge"::equals);
        sweep.leaveSwarm(!gateway);
        Stderr.say("the engine joins a swarm of its own until the end");
        Shell.run("docker", "swarm", "init", "--advertise-addr", "127.0.0.1");
    }
}
