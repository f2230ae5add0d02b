package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.Platform;
import java.time.Clock;
import java.util.Optional;

/** Deploys one site: one environment at a time is changed by one deployment. */
public final class Deployer {

    public Deployer(Ledger ledger, Clock clock) {}

    public Deployment deploy(DeployRequest request, Platform platform, ImageBuilder images, Progress progress)
            throws DeploymentException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    public void recover(Place place, Platform platform) throws DeploymentException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    public Optional<Turn> tryTurn(EnvironmentName environment) {
        throw new UnsupportedOperationException();
    }
}
