package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.gate.AlreadyDecidedException;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.Merger;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.Signature;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.checkout.GitAccess;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Carries approved merges out in the background, then has the next job built; takes both up again after a restart. */
@Extension
public class MergeRunner {

    private static final System.Logger LOG = System.getLogger(MergeRunner.class.getName());

    /** The merge commit's author; the approvers are named in its message. */
    private static final Signature SIGNATURE = new Signature("Branch Gate", "branch-gate@noreply.invalid");

    /** After a restart, a job not yet built for a merge older than this is not built any more. */
    private static final Duration LATEST_TRIGGER = Duration.ofDays(1);

    private static final int MOST_LOOKED_AT = 100;

    private final Map<ApprovalId, String> trouble = new ConcurrentHashMap<>();

    /** The merges of the running controller. */
    public static MergeRunner get() {
        return ExtensionList.lookupSingleton(MergeRunner.class);
    }

    /** Why an approved merge, or the job after it, did not go through yet, in words; empty if nothing is known to be wrong. */
    public Optional<String> trouble(ApprovalId approval) {
        return Optional.ofNullable(trouble.get(approval));
    }

    /** Merges, or finds out whether it was merged, soon. Returns at once; the same merge is never carried out by two at once. */
    public void start(Run<?, ?> run, ApprovalReference asked) {
        var remote = List.of("remote", asked.site());
        BackgroundTasks.get()
                .run(
                        remote,
                        List.of("merges", asked.site()),
                        "the merge of approval " + asked.approval(),
                        () -> carryOut(run, asked));
    }

    /** With the settings of the build that asked first, whichever build's page the decision came from. */
    private void carryOut(Run<?, ?> from, ApprovalReference there) {
        try {
            var first = asker(there);
            var asked = first.flatMap(build -> QaApprovalAction.of(build, there.approval()));
            carryOutAs(asked.isPresent() ? first.get() : from, asked.orElse(there));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Approval {0}: {1}", there.approval(), e.getMessage());
            trouble.put(there.approval(), e.getMessage());
        }
    }

    private static Optional<Run<?, ?>> asker(ApprovalReference asked) throws IOException {
        return BranchGate.get()
                .ledger(asked.site())
                .view()
                .approval(asked.approval())
                .flatMap(approval -> Builds.buildAsSystem(approval.buildUrl(), approval.openedAt()));
    }

    private void carryOutAs(Run<?, ?> run, ApprovalReference asked) {
        try {
            var merged = merge(run, asked);
            if (merged.state() == ApprovalState.MERGED) {
                TriggeredJob.schedule(run, asked, merged);
            }
            trouble.remove(asked.approval());
        } catch (AlreadyDecidedException e) {
            trouble.remove(asked.approval());
        } catch (GateException | GitException | IOException | InvalidValueException e) {
            LOG.log(Level.WARNING, "Approval {0}: {1}", asked.approval(), e.getMessage());
            trouble.put(asked.approval(), e.getMessage());
        }
    }

    private static Approval merge(Run<?, ?> run, ApprovalReference asked)
            throws GateException, GitException, IOException {
        var gate = BranchGate.get().gate(asked.site());
        try (var repository = BranchGate.get().repository(pushing(run, asked))) {
            return gate.merge(asked.approval(), Merger.of(repository), SIGNATURE);
        }
    }

    /**
     * What an environment behind the target branch was configured to be pushed with, at the address it was configured for;
     * otherwise what the job that asks can see.
     */
    private static Remote pushing(Run<?, ?> run, ApprovalReference asked) throws IOException {
        var view = BranchGate.get().ledger(asked.site()).view();
        var approval = view.approval(asked.approval());
        var site = view.site();
        if (approval.isPresent() && site.isPresent()) {
            var job = run.getParent();
            var configured = ConfiguredEnvironments.gatedBy(
                            job.getFullName(),
                            site.get().repository(),
                            site.get().folder(),
                            approval.get().into())
                    .stream()
                    .filter(found -> found.mayDeploy(job))
                    .map(ConfiguredEnvironments.Found::environment)
                    .filter(environment -> environment.getPushCredentialsId() != null)
                    .findFirst();
            if (configured.isPresent()) {
                return GitAccess.pushing(
                        configured.get().getRepository(), configured.get().getPushCredentialsId());
            }
        }
        return GitAccess.remote(run, asked.remote(), asked.credentialsId());
    }

    /** Takes up what is approved and not merged, and what is merged and not followed by its job. */
    void resume(SiteId site) throws IOException {
        for (var approval : BranchGate.get().gate(site).unsettled()) {
            resume(approval);
        }
    }

    /** As {@link #resume}, and also the jobs that a restart kept from being built. */
    void resumeAfterRestart(SiteId site) throws IOException {
        resume(site);
        var since = BranchGate.get().clock().instant().minus(LATEST_TRIGGER);
        for (var approval : BranchGate.get().ledger(site).view().approvals(MOST_LOOKED_AT)) {
            if (approval.state() == ApprovalState.MERGED && approval.endedAt().isAfter(since)) {
                resume(approval);
            }
        }
    }

    private void resume(Approval approval) {
        var run = Builds.buildAsSystem(approval.buildUrl(), approval.openedAt());
        var asked = run.flatMap(build -> QaApprovalAction.of(build, approval.id()));
        if (asked.isPresent()) {
            start(run.get(), asked.get());
        } else if (!approval.state().isFinal()) {
            trouble.put(approval.id(), "The build that asked is gone, so the credentials to push with are not known.");
        }
    }
}
