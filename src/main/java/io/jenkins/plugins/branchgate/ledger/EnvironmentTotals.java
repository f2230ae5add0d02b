package io.jenkins.plugins.branchgate.ledger;

/**
 * How often things happened to an environment since its ledger began; removing the environment changes nothing.
 *
 * @param done deployments that ended well
 * @param failed deployments that failed
 * @param healed how often the reconciler began to put something right
 */
public record EnvironmentTotals(long done, long failed, long healed) {

    static final EnvironmentTotals NONE = new EnvironmentTotals(0, 0, 0);

    EnvironmentTotals plusDone() {
        return new EnvironmentTotals(done + 1, failed, healed);
    }

    EnvironmentTotals plusFailed() {
        return new EnvironmentTotals(done, failed + 1, healed);
    }

    EnvironmentTotals plusHealed() {
        return new EnvironmentTotals(done, failed, healed + 1);
    }
}
