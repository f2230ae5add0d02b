package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.jenkins.BuildAddress;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a site's ledger tells the board of one environment; asks no Jenkins.
 *
 * @param name its name
 * @param history its deployments, newest first, as far as they may be seen; never empty
 * @param current what it runs, or null
 * @param inProgress what is on its way to it, or null
 */
public record EnvironmentFacts(
        EnvironmentName name, List<ShownDeployment> history, ShownDeployment current, ShownDeployment inProgress) {

    /** So many deployments of an environment are on the board. */
    static final int MOST_DEPLOYMENTS = 10;

    /**
     * Reads them.
     *
     * @param seen which deployments may be seen
     * @return empty if none may
     */
    public static Optional<EnvironmentFacts> read(LedgerView view, EnvironmentName name, Predicate<Deployment> seen) {
        return read(view, name, seen, EnvironmentFacts::recordedUrl);
    }

    /**
     * Reads them.
     *
     * @param seen which deployments may be seen
     * @param link the URL of the build that deployed, or null
     * @return empty if none may
     */
    public static Optional<EnvironmentFacts> read(
            LedgerView view, EnvironmentName name, Predicate<Deployment> seen, Function<Deployment, String> link) {
        Function<Deployment, ShownDeployment> shown = each -> new ShownDeployment(each, link.apply(each));
        var history = view.history(name, MOST_DEPLOYMENTS).stream()
                .filter(seen)
                .map(shown)
                .toList();
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(new EnvironmentFacts(
                        name,
                        history,
                        view.current(name).filter(seen).map(shown).orElse(null),
                        view.inProgress(name).map(shown).orElse(null)));
    }

    /** The newest deployment, whose settings count. */
    public Deployment latest() {
        return (current != null ? current : history.get(0)).deployment();
    }

    private static String recordedUrl(Deployment deployment) {
        return BuildAddress.parse(deployment.buildUrl()).isEmpty() ? null : deployment.buildUrl();
    }
}
