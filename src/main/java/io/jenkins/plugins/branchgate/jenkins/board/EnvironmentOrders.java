package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.User;
import hudson.plugins.git.RevisionParameterAction;
import hudson.security.Permission;
import io.jenkins.plugins.branchgate.deploy.DeployRequest;
import io.jenkins.plugins.branchgate.deploy.DeploymentException;
import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.deploy.Rollback;
import io.jenkins.plugins.branchgate.deploy.Scaling;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.jenkins.approval.BackgroundTasks;
import io.jenkins.plugins.branchgate.jenkins.checkout.ReleaseContent;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import io.jenkins.plugins.branchgate.ledger.EnvironmentRemoved;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.kohsuke.stapler.HttpResponse;

/** What people order for an environment from the board. Each asks for its permission on the environment's owner. */
final class EnvironmentOrders {

    /** The longest reason that is kept. */
    private static final int LONGEST_REASON = 4000;

    /** What takes longer is not waited for: the request's thread is needed for others. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private EnvironmentOrders() {}

    /** What a program, and the page's script, is answered. */
    record Answer(boolean ok, String error, String message) {
        static HttpResponse done(String message) {
            return Json.ok(new Answer(true, null, message));
        }

        static HttpResponse refused(int status, String error) {
            return new Json(status, new Answer(false, error, null));
        }
    }

    /** The environment an order is about, as far as the caller may know of it. */
    private record Target(SiteId site, EnvironmentName environment, LedgerView view, Ownership ownership) {

        static Target find(String site, String environment, Permission permission) throws IOException {
            var id = new SiteId(site);
            var name = new EnvironmentName(environment);
            var ownership = Owners.readable(id, name);
            Owners.check(ownership, permission);
            var view = BranchGate.get().ledger(id).view();
            var closed = view.whyClosed();
            if (closed.isPresent() && permission != Item.DELETE) {
                throw new AbortException(closed.get());
            }
            return new Target(id, name, view, ownership);
        }

        Deployment current() {
            return view.current(environment)
                    .orElseThrow(() -> new InvalidValueException(
                            "environment", site + "/" + environment, "one that runs something"));
        }

        /** The build that deployed it, by its address of today. */
        String buildUrl() {
            return Builds.url(current().buildUrl(), current().startedAt());
        }
    }

    static HttpResponse rollBack(String site, String environment, String release) throws IOException {
        try {
            var target = Target.find(site, environment, BranchGatePermissions.ROLLBACK);
            var to = release == null || release.isBlank() ? null : new ReleaseId(release);
            var request =
                    Rollback.request(target.view, target.site, target.environment, to, callerName(), target.buildUrl());
            var deployer = Builds.latestAsSystem(
                    target.current().buildUrl(), target.current().startedAt());
            begin(
                    "the rollback",
                    target,
                    deployer.isEmpty() ? request : ReleaseContent.in(request, target.view, deployer.get()));
            return Answer.done(Messages.EnvironmentOrders_RollbackBegins(
                    environment, request.release().id()));
        } catch (InvalidValueException e) {
            return Answer.refused(400, e.getMessage());
        } catch (DeploymentException | AbortException e) {
            return Answer.refused(409, e.getMessage());
        }
    }

    /** Gives an environment another number of replicas, in the background; what it runs stays. */
    static HttpResponse scale(String site, String environment, String replicas) throws IOException {
        try {
            var target = Target.find(site, environment, BranchGatePermissions.DEPLOY);
            int number = number(replicas);
            var request = Scaling.request(
                    target.view, target.site, target.environment, number, callerName(), target.buildUrl());
            if (number != target.current().environment().replicas()) {
                begin("the scaling", target, request);
            }
            return Answer.done(Messages.EnvironmentOrders_ScalingBegins(environment, number));
        } catch (InvalidValueException e) {
            return Answer.refused(400, e.getMessage());
        } catch (DeploymentException | AbortException e) {
            return Answer.refused(409, e.getMessage());
        }
    }

    private static int number(String replicas) {
        try {
            return Integer.parseInt(replicas == null ? "" : replicas.strip());
        } catch (NumberFormatException e) {
            throw new InvalidValueException("number of replicas", replicas, "a whole number from 1 to 32");
        }
    }

    /** @throws DeploymentException if an order for the environment is under way; nothing is begun then */
    private static void begin(String what, Target target, DeployRequest request)
            throws IOException, DeploymentException {
        var engine = EngineConnector.connect(target.site, target.environment);
        inBackground(what, target, () -> BranchGate.get()
                .deployer(target.site)
                .deploy(
                        request,
                        engine.platform(),
                        engine.images(),
                        other -> EngineConnector.imagesToCopy(target.site, other),
                        Progress.NONE));
    }

    private static void inBackground(String what, Target target, KeyedExecutor.Work work) throws DeploymentException {
        var place = new EnvironmentKey(target.site, target.environment);
        var outcome = BackgroundTasks.get()
                .run(
                        List.of("orders", EngineConnector.engine(target.site, target.environment)),
                        List.of("orders", place),
                        "an order for " + place,
                        work);
        if (outcome != KeyedExecutor.Outcome.ACCEPTED) {
            throw new DeploymentException(
                    (outcome == KeyedExecutor.Outcome.REFUSED
                                    ? "Too many orders wait"
                                    : "Another order for " + target.environment + " is under way")
                            + ". Nothing was changed, and " + what
                            + " was not begun. Wait until the board shows that it has ended, and try again.",
                    null);
        }
    }

    /**
     * Removes an environment's containers, edge and network; answers when they are gone, or after a while, when it goes on
     * in the background. Its history and images stay, and it keeps its owner; its address is free.
     *
     * @param forget true to give the address free although the target cannot be reached any more; takes an administrator
     */
    static HttpResponse remove(String site, String environment, boolean forget) throws IOException {
        try {
            var target = Target.find(site, environment, Item.DELETE);
            if (target.view.inProgress(target.environment).isPresent()) {
                return Answer.refused(
                        409,
                        "A deployment to " + environment
                                + " is under way. Nothing was removed. Wait until it has ended,"
                                + " or stop its build.");
            }
            if (forget) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
                BranchGate.get().ledger(target.site).append(new EnvironmentRemoved(target.environment));
                return Answer.done(Messages.EnvironmentOrders_Forgotten(environment));
            }
            var engine = EngineConnector.connect(target.site, target.environment);
            var removal = new CompletableFuture<Void>();
            inBackground("the removal", target, () -> {
                try {
                    BranchGate.get()
                            .deployer(target.site)
                            .remove(new EnvironmentKey(target.site, target.environment), engine.platform());
                    removal.complete(null);
                } catch (Exception e) {
                    removal.completeExceptionally(e);
                    throw e; // for the log: the request may have ended by now
                }
            });
            removal.get(LONGEST_REQUEST.toMillis(), TimeUnit.MILLISECONDS);
            return Answer.done(Messages.EnvironmentOrders_Removed(environment));
        } catch (InvalidValueException e) {
            return Answer.refused(400, e.getMessage());
        } catch (DeploymentException | AbortException e) {
            return Answer.refused(409, e.getMessage());
        } catch (ExecutionException e) {
            return Answer.refused(
                    e.getCause() instanceof InterruptedException ? 503 : 409,
                    e.getCause() instanceof InterruptedException
                            ? "The removal of " + environment + " was interrupted. Do it again to complete it."
                            : e.getCause().getMessage());
        } catch (TimeoutException e) {
            return Answer.done(Messages.EnvironmentOrders_RemovalGoesOn(environment));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refused(
                    503,
                    "The removal of " + environment + " goes on in the background. Look at the board for its end.");
        }
    }

    /**
     * Changes whose an environment is, where it runs or on which terms, as {@link EnvironmentChange} says.
     *
     * @param settings one change a line, {@code name=value}
     */
    static HttpResponse change(String site, String environment, String settings) throws IOException {
        try {
            return Answer.done(EnvironmentChange.apply(
                    new SiteId(site), new EnvironmentName(environment), EnvironmentChange.parse(settings)));
        } catch (InvalidValueException e) {
            return Answer.refused(400, e.getMessage());
        } catch (NotAdmittedException e) {
            return Answer.refused(409, e.getMessage());
        }
    }

    static HttpResponse override(String site, String environment, String commit, String reason) throws IOException {
        try {
            var target = Target.find(site, environment, BranchGatePermissions.OVERRIDE);
            var id = new CommitId(commit);
            if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
                throw new InvalidValueException(
                        "reason",
                        reason,
                        "1 to " + LONGEST_REASON + " characters; it is required, and shown on the board");
            }
            var user = User.current();
            var grant = new OverrideGrant(
                    target.site,
                    target.environment,
                    id,
                    user == null ? callerName() : user.getId(),
                    callerName(),
                    reason.strip());
            var job = Builds.job(target.current().buildUrl(), target.current().startedAt())
                    .filter(each -> target.ownership.belongsTo(each.getFullName()))
                    .orElse(null);
            if (job == null) {
                return Answer.refused(
                        409,
                        "The job that deployed " + environment
                                + " is gone or not its owner's any more, so there is none to"
                                + " build. Nothing was changed. Deploy from its owner once, and override then.");
            }
            var queued = ParameterizedJobMixIn.scheduleBuild2(
                    job, 0, new CauseAction(new Cause.UserIdCause()), new RevisionParameterAction(id.value()), grant);
            return queued == null
                    ? Answer.refused(
                            409,
                            "Jenkins refused to build " + job.getFullDisplayName()
                                    + ". Nothing was changed. Check that it is not disabled.")
                    : Answer.done(Messages.EnvironmentOrders_OverrideBegins(job.getFullDisplayName()));
        } catch (InvalidValueException e) {
            return Answer.refused(400, e.getMessage());
        } catch (AbortException e) {
            return Answer.refused(409, e.getMessage());
        }
    }

    private static String callerName() {
        var user = User.current();
        return user == null ? Jenkins.getAuthentication2().getName() : user.getFullName();
    }
}
