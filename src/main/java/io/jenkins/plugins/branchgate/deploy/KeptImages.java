package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.Phase;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Chooses the images of a site that must stay: those that run, can be gone back to, or are promised to someone. */
public final class KeptImages {

    /** How many different images each environment keeps of those it ran, unless configured: the current one included. */
    public static final int DEFAULT_EACH = 5;

    private KeptImages() {}

    /**
     * The images that must stay: of each environment what it runs, what a deployment under way brings, and the newest
     * that ran well there; what open approvals are about; the newest that were approved and merged, which the target
     * environment may still have to run; and those of pinned releases.
     *
     * @param each how many of the newest, at least 1
     * @return empty while a deployment still builds or looks for its image, since that is not known yet: remove nothing
     *     then
     */
    public static Optional<Set<ImageDigest>> of(LedgerView view, int each) {
        var kept = new HashSet<ImageDigest>();
        for (var environment : view.environments()) {
            var inProgress = view.inProgress(environment);
            if (inProgress.isPresent() && inProgress.get().release() == null) {
                return Optional.empty();
            }
            inProgress.ifPresent(deployment -> kept.add(deployment.release().digest()));
            view.current(environment)
                    .map(deployment -> deployment.release().digest())
                    .ifPresent(kept::add);
            addNewest(view, environment, each, kept);
            addPinned(view, environment, kept);
        }
        view.open().forEach(approval -> kept.add(approval.release().digest()));
        view.approvals(Integer.MAX_VALUE).stream()
                .filter(approval -> approval.state() == ApprovalState.MERGED)
                .map(Approval::release)
                .filter(Objects::nonNull)
                .limit(each)
                .forEach(release -> kept.add(release.digest()));
        view.pinned().forEach(id -> view.release(id).ifPresent(release -> kept.add(release.digest())));
        return Optional.of(kept);
    }

    /** Engines that each built a release have images of their own of it, and keep them. */
    private static void addPinned(LedgerView view, EnvironmentName environment, Set<ImageDigest> kept) {
        view.history(environment, Integer.MAX_VALUE).stream()
                .map(Deployment::release)
                .filter(release -> release != null && view.pinned().contains(release.id()))
                .forEach(release -> kept.add(release.digest()));
    }

    private static void addNewest(LedgerView view, EnvironmentName environment, int each, Set<ImageDigest> kept) {
        view.history(environment, Integer.MAX_VALUE).stream()
                .filter(deployment -> Lineage.entered(deployment, Phase.DRAIN) && deployment.failure() == null)
                .map(Deployment::release)
                .map(release -> release.digest())
                .distinct()
                .limit(each)
                .forEach(kept::add);
    }
}
