package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.Job;
import hudson.model.ModelObject;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.jenkins.web.Dates;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import io.jenkins.plugins.branchgate.jenkins.web.JsonApi;
import io.jenkins.plugins.branchgate.jenkins.web.SiteNames;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * One deployment: its record, and what its containers write. Whoever may read the job that deployed, and the
 * environment's owner, sees the record; the logs take {@link BranchGatePermissions#LOGS} on the owner.
 */
public final class DeploymentPage implements ModelObject {

    private final SiteId site;
    private final String siteName;
    private final Deployment deployment;
    private final Job<?, ?> job;
    private final Ownership ownership;
    private final BoardPage board;
    private final boolean pinned;

    private DeploymentPage(
            SiteId site,
            String siteName,
            Deployment deployment,
            Job<?, ?> job,
            Ownership ownership,
            BoardPage board,
            boolean pinned) {
        this.site = site;
        this.siteName = siteName;
        this.deployment = deployment;
        this.job = job;
        this.ownership = ownership;
        this.board = board;
        this.pinned = pinned;
    }

    /**
     * @param key site and id as {@link ShownDeployment#key} writes them
     * @return empty if there is none that the viewer may see on that board
     */
    static Optional<DeploymentPage> find(String key, BoardPage board) throws IOException {
        int dot = key.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            var site = new SiteId(key.substring(0, dot));
            var id = new DeploymentId(key.substring(dot + 1));
            var known = BranchGate.get().view(site);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            var view = known.get();
            return view.deployment(id).flatMap(deployment -> find(site, view, deployment, board));
        } catch (InvalidValueException e) {
            return Optional.empty(); // no deployment has such a name
        }
    }

    private static Optional<DeploymentPage> find(SiteId site, LedgerView view, Deployment deployment, BoardPage board) {
        var job = Builds.job(deployment.buildUrl(), deployment.startedAt()).filter(board::isWanted);
        boolean gone = Builds.isGone(deployment.buildUrl(), deployment.startedAt()) && board.isWanted(null);
        return view.ownership(deployment.environment().name())
                .filter(ownership -> Owners.mayRead(ownership) && (job.isPresent() || gone))
                .map(ownership -> new DeploymentPage(
                        site,
                        SiteNames.name(site, view),
                        deployment,
                        job.orElse(null),
                        ownership,
                        board,
                        ReleasePin.is(view, deployment)));
    }

    @Override
    public String getDisplayName() {
        return Messages.DeploymentPage_DisplayName(
                deployment.commit().abbreviated(), deployment.environment().name());
    }

    /** What is shown of the record. */
    public ShownDeployment getShown() {
        return new ShownDeployment(deployment, Builds.url(deployment.buildUrl(), deployment.startedAt()));
    }

    public String getSiteName() {
        return siteName;
    }

    /** The job that deployed, or null if it is gone. */
    public Job<?, ?> getJob() {
        return job;
    }

    public Dates getDates() {
        return new Dates();
    }

    /** The page's path below the controller's. */
    public String getPath() {
        return board.getPath() + "/deployment/" + ShownDeployment.key(site, deployment.id());
    }

    /** The board's. */
    public String getBoardPath() {
        return board.getPath();
    }

    /** True if the viewer may read the logs. */
    public boolean isLogsShown() {
        return Owners.has(ownership, BranchGatePermissions.LOGS);
    }

    /** True if the release's image is kept whatever comes after it. */
    public boolean isPinned() {
        return pinned;
    }

    /** True if there is a release to pin, and the viewer may bring it back and so may say that it must stay. */
    public boolean isPinning() {
        return deployment.release() != null && Owners.has(ownership, BranchGatePermissions.ROLLBACK);
    }

    /** Has the image of the deployment's release kept, or no longer. */
    @RequirePOST
    public HttpResponse doPin(@QueryParameter boolean pinned) throws IOException {
        Owners.check(ownership, BranchGatePermissions.ROLLBACK);
        return ReleasePin.set(site, deployment, pinned);
    }

    /** Changes with the record. */
    public String getVersion() {
        return deployment.phases().size() + "." + deployment.hashCode() + "." + pinned;
    }

    /** What the page asks every few seconds. */
    public HttpResponse doLive() {
        return Json.ok(new BoardPage.Live(getVersion()));
    }

    /** The record for programs, under {@code api/json}. */
    public JsonApi getApi() {
        return new JsonApi(() -> BoardJson.DeploymentJson.of(deployment));
    }

    /** {@code replicas}: the containers of the deployment that are there, and those of which something was kept. */
    public HttpResponse doReplicas() throws IOException {
        Owners.check(ownership, BranchGatePermissions.LOGS);
        return Json.ok(ReplicaLogs.get().replicas(site, deployment));
    }

    /**
     * {@code log}: what a container wrote after a position.
     *
     * @param replica its id, as {@code replicas} names it
     * @param since what the answer before gave as {@code next}; nothing for the last part of what there is
     */
    public HttpResponse doLog(@QueryParameter String replica, @QueryParameter String since) throws IOException {
        Owners.check(ownership, BranchGatePermissions.LOGS);
        try {
            return Json.ok(ReplicaLogs.get().read(site, deployment, replica, since));
        } catch (InvalidValueException e) {
            return new Json(400, new ReplicaLogs.Part("", "", false, false, e.getMessage()));
        }
    }
}
