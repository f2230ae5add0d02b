package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.web.Dates;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import io.jenkins.plugins.branchgate.jenkins.web.JsonApi;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** What the board of the controller and that of a job have in common. Shows only what the viewer's permissions allow. */
public abstract class BoardPage implements Action {

    /** The path, below the controller's or the job's. */
    public static final String URL_NAME = "branch-gate";

    /** The board's icon. */
    static final String ICON = "symbol-git-merge-outline plugin-ionicons-api";

    /** True for the jobs that belong on this board; null stands for jobs that are gone. */
    protected abstract boolean isWanted(Job<?, ?> job);

    /** True if the viewer is also to be told of ledgers of which it is not known whose they are. */
    protected boolean showsUnreadable() {
        return false;
    }

    /** The board's path below the controller's. */
    public abstract String getPath();

    /** The board as the request's filter wants it. */
    public Board getBoard() throws IOException {
        var request = Stapler.getCurrentRequest2();
        var filter = request == null
                ? BoardFilter.NONE
                : new BoardFilter(request.getParameter("q"), request.getParameter("environment"));
        return Board.read(this::isWanted, filter, showsUnreadable());
    }

    public Dates getDates() {
        return new Dates();
    }

    @Override
    public String getDisplayName() {
        return Messages.BoardPage_DisplayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** What the page asks every few seconds. */
    public HttpResponse doLive() throws IOException {
        return Json.ok(new Live(getBoard().getVersion()));
    }

    /** Tells whether the page is still true. */
    record Live(String version) {}

    /** The board for programs, under {@code api/json}. */
    public JsonApi getApi() {
        return new JsonApi(() -> BoardJson.of(getBoard()));
    }

    /**
     * The page of one deployment, under {@code deployment/<site>.<id>/}.
     *
     * @return null if there is no such deployment, or not for the viewer's eyes
     */
    public DeploymentPage getDeployment(String key) throws IOException {
        return DeploymentPage.find(key, this).orElse(null);
    }

    /** Brings an environment back to an earlier release, in the background; see {@link EnvironmentOrders#rollBack}. */
    @RequirePOST
    public HttpResponse doRollback(
            @QueryParameter String site, @QueryParameter String environment, @QueryParameter String release)
            throws IOException {
        return EnvironmentOrders.rollBack(site, environment, release);
    }

    /** Gives an environment another number of replicas, in the background; see {@link EnvironmentOrders#scale}. */
    @RequirePOST
    public HttpResponse doScale(
            @QueryParameter String site, @QueryParameter String environment, @QueryParameter String replicas)
            throws IOException {
        return EnvironmentOrders.scale(site, environment, replicas);
    }

    /** Removes all that an environment has on its engine; see {@link EnvironmentOrders#remove}. */
    @RequirePOST
    public HttpResponse doRemove(
            @QueryParameter String site, @QueryParameter String environment, @QueryParameter boolean forget)
            throws IOException {
        return EnvironmentOrders.remove(site, environment, forget);
    }

    /** Changes an environment's owner, target or terms; see {@link EnvironmentOrders#change}. */
    @RequirePOST
    public HttpResponse doChange(
            @QueryParameter String site, @QueryParameter String environment, @QueryParameter String settings)
            throws IOException {
        return EnvironmentOrders.change(site, environment, settings);
    }

    /** Opens the gates of a site with a damaged ledger again, for administrators; see {@link LedgerNotice}. */
    @RequirePOST
    public HttpResponse doAcknowledge(@QueryParameter String site, @QueryParameter String digest) throws IOException {
        return LedgerNotice.acknowledge(site, digest);
    }

    /** Lets a refused commit in, with a reason; see {@link EnvironmentOrders#override}. */
    @RequirePOST
    public HttpResponse doOverride(
            @QueryParameter String site,
            @QueryParameter String environment,
            @QueryParameter String commit,
            @QueryParameter String comment)
            throws IOException {
        return EnvironmentOrders.override(site, environment, commit, comment);
    }
}
