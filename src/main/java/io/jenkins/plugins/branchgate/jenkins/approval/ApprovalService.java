package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.Person;
import io.jenkins.plugins.branchgate.gate.Pins;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.People;
import io.jenkins.plugins.branchgate.jenkins.approval.DecisionRefusedException.Kind;
import io.jenkins.plugins.branchgate.jenkins.board.HealthChecks;
import io.jenkins.plugins.branchgate.jenkins.checkout.GitAccess;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.security.core.Authentication;

/**
 * The one place through which page, REST, CLI and builds decide about approvals. Safe from any thread. A person without
 * the permission is refused, and that is recorded. Once enough people approved, the merge and the triggered job follow in
 * the background, also after a restart.
 */
@Extension
public class ApprovalService {

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

    /** The desk of the running controller. */
    public static ApprovalService get() {
        return ExtensionList.lookupSingleton(ApprovalService.class);
    }

    /**
     * One person's approval. Takes as long as asking the repository and the environment does, and is refused after a minute.
     *
     * @param run the build that asked
     * @param who the person
     * @param comment what the person wrote, or null
     * @param ticked the required checks the person confirmed
     * @return the approval as it stands afterwards
     * @throws DecisionRefusedException if it had no effect
     */
    public Approval approve(
            Run<?, ?> run,
            ApprovalReference asked,
            Authentication who,
            String comment,
            List<String> ticked,
            Channel channel)
            throws DecisionRefusedException {
        var after = decide(run, asked, who, (gate, person) -> {
            var approval = standing(asked);
            var now = approval == null || gate.whyNotApprove(approval, person).isPresent()
                    ? unasked(approval)
                    : pins(run, asked, approval);
            return gate.approve(asked.approval(), person, comment, ticked, channel, now);
        });
        if (after.state() == ApprovalState.APPROVED) {
            MergeRunner.get().start(run, asked);
        }
        return after;
    }

    /** One person's rejection, which ends the approval; the reason is required. See {@link #approve}. */
    public Approval reject(Run<?, ?> run, ApprovalReference asked, Authentication who, String reason, Channel channel)
            throws DecisionRefusedException {
        return decide(run, asked, who, (gate, person) -> gate.reject(asked.approval(), person, reason, channel));
    }

    /** Takes the request back before the merge; for approvers and those whose change it is. See {@link #approve}. */
    public Approval withdraw(Run<?, ?> run, ApprovalReference asked, Authentication who, String reason, Channel channel)
            throws DecisionRefusedException {
        return decide(run, asked, who, (gate, person) -> gate.withdraw(asked.approval(), person, reason, channel));
    }

    /**
     * The waiting build was aborted or deleted: withdraws the approval in the background, unless it is decided already.
     * Returns at once; never throws.
     *
     * @param userId who did that, or null if no person did
     * @param why what happened, in words for people
     */
    public void aborted(Run<?, ?> run, ApprovalReference asked, String userId, String why) {
        String name = "the withdrawal of approval " + asked.approval() + " by " + run;
        BackgroundTasks.get().run(name, () -> {
            var approval = standing(asked);
            if (approval != null && !Builds.isOf(run, approval.buildUrl(), approval.openedAt())) {
                return; // it waited for what another build asked, and which that goes on asking
            }
            try {
                BranchGate.get().gate(asked.site()).withdraw(asked.approval(), People.ofId(userId), why, Channel.BUILD);
            } catch (io.jenkins.plugins.branchgate.gate.AlreadyDecidedException e) {
                // Decided before the build ended: there is nothing to take back.
            }
        });
    }

    /**
     * Lets a commit of the target branch that nobody tested, and all it builds on, count as admitted; for those with the
     * permission Override on the job that asks and wherever the branch leads. See {@link #approve}.
     *
     * @param commit one that the page names as an obstacle, in full
     * @param reason required
     */
    public Approval accept(
            Run<?, ?> run, ApprovalReference asked, Authentication who, String commit, String reason, Channel channel)
            throws DecisionRefusedException {
        return decide(run, asked, who, (gate, person) -> {
            var approval = standing(asked);
            boolean may = approval != null
                    && People.may(BranchGatePermissions.OVERRIDE, run.getParent(), who, asked.site(), approval.into());
            // Whoever may not is told that, whatever they sent.
            var accepted = may || approval == null ? new CommitId(commit) : approval.targetTip();
            var now = may ? pins(run, asked, approval) : unasked(approval);
            gate.accept(asked.approval(), accepted, person, may, reason, channel, now);
            RemoteStatusCache.get().forget(asked.approval());
            return standing(asked);
        });
    }

    private interface Deciding {
        Approval with(Gate gate, Person person) throws GateException, GitException, IOException;
    }

    private static Approval decide(Run<?, ?> run, ApprovalReference asked, Authentication who, Deciding deciding)
            throws DecisionRefusedException {
        try {
            var into = BranchGate.get().ledger(asked.site()).view().approval(asked.approval());
            var person = into.isEmpty()
                    ? People.ofId(who.getName())
                    : People.of(run, who, asked.site(), into.get().into());
            return deciding.with(BranchGate.get().gate(asked.site()), person);
        } catch (GateException e) {
            throw new DecisionRefusedException(Refusals.kind(e), e.getMessage(), standing(asked));
        } catch (InvalidValueException e) {
            throw new DecisionRefusedException(Kind.INCOMPLETE, e.getMessage(), standing(asked));
        } catch (GitException | IOException e) {
            throw new DecisionRefusedException(
                    Kind.UNAVAILABLE, "Nothing was decided: " + e.getMessage() + " Try again.", standing(asked));
        }
    }

    private static Approval standing(ApprovalReference asked) {
        try {
            return BranchGate.get()
                    .ledger(asked.site())
                    .view()
                    .approval(asked.approval())
                    .orElse(null);
        } catch (IOException e) {
            // The caller says already that the ledger cannot be used.
            return null;
        }
    }

    private static Pins pins(Run<?, ?> run, ApprovalReference asked, Approval approval)
            throws GitException, IOException {
        if (approval.state() != ApprovalState.PENDING) {
            return unasked(approval);
        }
        return inTime(asked, () -> look(run, asked, approval));
    }

    private static Pins look(Run<?, ?> run, ApprovalReference asked, Approval approval)
            throws GitException, IOException {
        var health = HealthChecks.get().now(asked.site(), approval.environment());
        var view = BranchGate.get().ledger(asked.site()).view();
        var remote = GitAccess.remote(run, asked.remote(), asked.credentialsId());
        try (var repository = BranchGate.get().repository(remote)) {
            return Pins.look(repository, view, approval, health.healthy(), health.words());
        }
    }

    /** A remote or an engine may be silent for long; the person, and the thread of the request, are not kept waiting for it. */
    private static Pins inTime(ApprovalReference asked, Callable<Pins> look) throws GitException, IOException {
        try {
            return BackgroundTasks.get()
                    .call(
                            List.of("remote", asked.site()),
                            List.of("decisions", asked.approval()),
                            "the look before a decision about " + asked.approval(),
                            look,
                            LONGEST_REQUEST);
        } catch (TimeoutException e) {
            throw new IOException(
                    "The repository or the environment did not answer within " + LONGEST_REQUEST.toSeconds() + " s.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The wait for the repository was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GitException cause) {
                throw cause;
            }
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** For what is refused whatever the remote says: nobody waits for it to be denied. */
    private static Pins unasked(Approval approval) {
        return approval == null
                ? null
                : new Pins(
                        false,
                        null,
                        null,
                        false,
                        0,
                        approval.targetTip(),
                        new MergePreview.NothingToMerge(approval.release().tree()),
                        Commits.NONE,
                        null);
    }
}
