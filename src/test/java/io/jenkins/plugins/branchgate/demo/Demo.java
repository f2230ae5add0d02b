package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import io.jenkins.plugins.branchgate.platform.docker.EngineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The main job on real parts, without a Jenkins: developer is deployed to QA, someone decides at the terminal, what was
 * tested is merged into master and pushed, and master is deployed to production, from the very image QA approved. Exit
 * status: 0 done, also when the answer was no; 1 failed; 2 refused before anything was touched.
 */
public final class Demo {

    private Demo() {}

    /** @param arguments as {@code dev/demo --help} tells */
    public static void main(String... arguments) {
        // The libraries speak on System.err, of connections and retries; what matters here is said by the demo itself.
        Logger.getLogger("").setLevel(Level.SEVERE);
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(run(out, System.err, in, DemoState.of(System.getenv()), arguments));
    }

    static int run(PrintStream out, PrintStream err, BufferedReader in, Path state, String... arguments) {
        try {
            var asked = DemoArguments.parse(arguments);
            try (var engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
                    var platform = new DockerPlatform(engine);
                    var demo = new DemoState(state)) {
                var terminal = new Terminal(out, in);
                if (asked.down()) {
                    new DemoRemoval(demo, engine, platform, terminal).run();
                } else {
                    new DemoRun(asked, demo, engine, platform, terminal).run();
                }
                return 0;
            }
        } catch (RefusedException | InvalidValueException e) {
            return say(err, e, 2);
        } catch (EngineException
                | PlatformException
                | DeploymentException
                | GitException
                | GateException
                | IOException e) {
            return say(err, e, 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return say(err, e, 1);
        }
    }

    private static int say(PrintStream err, Exception e, int status) {
        err.println("demo: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        return status;
    }
}
