package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks a replica over HTTP until it is healthy, from inside the edge: over the network that visitors' requests will take,
 * wherever the engine is. Looks now and then whether the container still runs.
 */
record HealthProbe(EngineRequests requests, EdgeSessions edges) {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LATE = Duration.ofSeconds(2);

    /** Blocks until it is healthy, gone, or the check's timeout has passed. */
    ProbeResult await(String edge, Backend backend, HealthCheck check) throws PlatformException, InterruptedException {
        long begun = System.nanoTime();
        var shell = edges.shell(edge);
        var probe = shell.probe(String.join(
                " ",
                backend.address(),
                Integer.toString(backend.port()),
                Integer.toString(check.minStatus()),
                Integer.toString(check.maxStatus()),
                Long.toString(check.interval().toNanos() / 1000),
                Long.toString(check.timeout().toNanos() / 1000),
                check.path().value()));
        try {
            while (true) {
                boolean healthy;
                try {
                    healthy = probe.answer().await(LOOK);
                } catch (PlatformException e) {
                    if (!shell.isOpen()) {
                        throw e;
                    }
                    return result(
                            false,
                            probe,
                            begun,
                            "; not healthy within " + check.timeout().toSeconds() + " s");
                }
                if (healthy) {
                    return result(true, probe, begun, "");
                }
                var death = death(backend.id());
                if (death.isPresent()) {
                    return result(false, probe, begun, "; " + death.get());
                }
                if (System.nanoTime() - begun > check.timeout().plus(LATE).toNanos()) {
                    return result(false, probe, begun, "; the edge did not report in time");
                }
            }
        } finally {
            shell.stop(probe);
        }
    }

    /** How the container ended, if it did, even if the engine has started it again since. */
    private Optional<String> death(String id) throws PlatformException, InterruptedException {
        try {
            var container = requests.client().inspectContainerCmd(id).exec();
            var state = container.getState();
            Integer restarts = container.getRestartCount();
            if (Boolean.TRUE.equals(state.getRunning()) && (restarts == null || restarts == 0)) {
                return Optional.empty();
            }
            String code = new ExitCodes(requests).exitCode(id).orElse(String.valueOf(state.getExitCodeLong()));
            return Optional.of("the container stopped with exit code " + code
                    + (Boolean.TRUE.equals(state.getOOMKilled()) ? ", out of memory" : ""));
        } catch (NotFoundException e) {
            return Optional.of("the container was removed");
        } catch (RuntimeException e) {
            throw requests.failed("The container could not be looked up", "Nothing was changed.", e);
        }
    }

    private static ProbeResult result(boolean healthy, EdgeShell.Probe probe, long begun, String ending) {
        List<String> attempts = probe.answer().lines();
        String last = attempts.isEmpty() ? "1 no answer yet" : attempts.get(attempts.size() - 1);
        String[] parts = last.split(" ", 2);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,9}")) {
            parts = new String[] {"0", "the edge's report cannot be read"};
        }
        return new ProbeResult(
                healthy,
                attempts.isEmpty() ? 0 : Integer.parseInt(parts[0]),
                Duration.ofNanos(System.nanoTime() - begun),
                parts[1] + ending);
    }
}
