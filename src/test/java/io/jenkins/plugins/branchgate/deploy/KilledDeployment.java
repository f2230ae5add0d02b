package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.nio.file.Path;
import java.time.Duration;

/** A process that deploys release 2, tells its phases, and stays in one of them until it is killed. */
final class KilledDeployment {

    private KilledDeployment() {}

    /** @param args the ledger's folder, site, port, and the phase to stay in, or anything else for none */
    public static void main(String[] args) throws Exception {
        var stage = new DockerStage(Path.of(args[0]), new SiteId(args[1]), Integer.parseInt(args[2]));
        var pages = Pages.of(2, "index.html", "release 2");
        var request = stage.request(pages, stage.environment(2, Duration.ZERO));
        stage.deployer().deploy(request, stage.platform, stage.images, new Progress() {
            @Override
            public void phase(Deployment deployment, Phase phase) {
                System.out.println("AT " + phase);
                if (phase.name().equals(args[3])) {
                    try {
                        Thread.sleep(Long.MAX_VALUE);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }

            @Override
            public void log(String line) {}
        });
        Runtime.getRuntime().halt(0);
    }
}
