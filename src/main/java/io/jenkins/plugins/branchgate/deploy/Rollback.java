package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses the release to go back to. Only what the environment ran before can be chosen, so no gate is passed by. */
public final class Rollback {

    private static final int NAMED = 10;

    private Rollback() {}

    /**
     * The request that brings an environment back to an earlier release, with the settings it has now but for that
     * release's own Dockerfile. It carries no content: without {@link DeployRequest#withTree} a release whose image the
     * engine has lost is refused; with it, it is built again if the gate is open.
     *
     * @param to the release wanted, or null for the newest that ran well there and is another than the current one
     * @throws DeploymentException if the environment runs nothing, or never ran that release; the message lists those it
     *     can go back to
     */
    public static DeployRequest request(
            LedgerView view, SiteId site, EnvironmentName environment, ReleaseId to, String startedBy, String buildUrl)
            throws DeploymentException {
        var current = view.current(environment)
                .orElseThrow(() -> new DeploymentException(
                        environment + " runs nothing that could be rolled back. Nothing was changed.", null));
        var target = candidates(view, current).stream()
                .filter(earlier -> to == null || earlier.release().id().equals(to))
                .findFirst()
                .orElseThrow(() -> refused(view, current, to));
        return new DeployRequest(
                site,
                current.environment().withDockerfile(target.environment().dockerfile()),
                target.commit(),
                null,
                target.release(),
                DeploymentKind.ROLLBACK,
                Admission.KNOWN,
                null,
                startedBy,
                buildUrl);
    }

    /** Earlier deployments that came past their switch and did not fail, of other releases than the current, newest first. */
    private static List<Deployment> candidates(LedgerView view, Deployment current) {
        return view.history(current.environment().name(), Integer.MAX_VALUE).stream()
                .filter(earlier -> Lineage.entered(earlier, Phase.DRAIN) && earlier.failure() == null)
                .filter(earlier -> view.ran(current.environment().name(), earlier.commit()))
                .filter(earlier ->
                        !earlier.release().digest().equals(current.release().digest()))
                .filter(earlier ->
                        !earlier.release().id().equals(current.release().id()))
                .toList();
    }

    private static DeploymentException refused(LedgerView view, Deployment current, ReleaseId to) {
        String known = candidates(view, current).stream()
                .map(earlier -> earlier.release().id().value())
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return new DeploymentException(
                "Cannot roll back " + current.environment().name() + " from release "
                        + current.release().id() + (to == null ? "" : " to " + to) + ": it can go back to "
                        + (known.isEmpty() ? "no other release, having run none" : known) + ". Nothing was changed.",
                null);
    }
}
