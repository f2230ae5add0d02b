package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalService;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Waits for a decision without a thread and without an executor: the ledger says when it is there. Only the approval's
 * id is kept, so that a restarted controller waits on; one that was decided meanwhile ends the wait at once.
 */
class QaApprovalExecution extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(QaApprovalExecution.class.getName());

    private final QaApprovalStep step;
    private volatile String approval;
    private transient AutoCloseable following;
    private transient boolean over;
    private transient Throwable stopped;

    QaApprovalExecution(StepContext context, QaApprovalStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() {
        inBackground(this::open);
        return false;
    }

    @Override
    public void onResume() {
        // Interrupted before the approval was on the build: asked for now, which supersedes one that nobody can find.
        inBackground(approval == null ? this::open : this::follow);
    }

    private void inBackground(Work work) {
        Computer.threadPoolForRemoting.execute(() -> {
            try (var ignored = ACL.as2(ACL.SYSTEM2)) {
                work.run();
            } catch (Exception e) {
                finish(null, e);
            }
        });
    }

    private void open() throws Exception {
        var build = build();
        var asked = new QaApprovalRequest(build, step).open();
        var known = BranchGate.get().ledger(asked.site()).view().approval(asked.approval());
        boolean decided = known.filter(each -> each.state().isFinal()).isPresent();
        if (!step.isWait() && !decided) {
            finish(ApprovalResult.asked(asked, run()), null);
            return;
        }
        Throwable aborted;
        synchronized (this) {
            approval = asked.approval().value();
            aborted = stopped;
        }
        if (aborted != null) {
            withdraw(build.run(), asked, aborted);
            return;
        }
        getContext().saveState();
        follow();
    }

    private void follow() throws Exception {
        var asked = asked();
        var ledger = BranchGate.get().ledger(asked.site());
        var listening = ledger.listen(this::heard);
        synchronized (this) {
            following = listening;
        }
        var now = ledger.view().approval(asked.approval()).orElseThrow(() -> gone(asked));
        if (now.state().isFinal()) {
            decided(now);
        }
    }

    private void heard(LedgerEntry entry) {
        if (entry.event() instanceof ApprovalMoved moved
                && moved.to().isFinal()
                && moved.approval().value().equals(approval)) {
            inBackground(() -> {
                var asked = asked();
                decided(BranchGate.get()
                        .ledger(asked.site())
                        .view()
                        .approval(asked.approval())
                        .orElseThrow(() -> gone(asked)));
            });
        }
    }

    private void decided(Approval ended) throws Exception {
        var result = ApprovalResult.of(ended, run());
        build().log(ApprovalResult.words(ended));
        finish(result, null);
    }

    private void finish(Object result, Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        stopFollowing();
        if (failure == null) {
            getContext().onSuccess(result);
        } else {
            getContext().onFailure(failure);
        }
    }

    private void stopFollowing() {
        AutoCloseable open;
        synchronized (this) {
            open = following;
            following = null;
        }
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "A listener could not be taken off the ledger; it will hear and do nothing", e);
            }
        }
    }

    /** Aborted: the approval is withdrawn, recorded as such; never blocks the Pipeline's thread. */
    @Override
    public void stop(Throwable cause) throws Exception {
        boolean asked;
        synchronized (this) {
            stopped = cause;
            asked = approval != null;
        }
        // One that is being opened right now is withdrawn by who opens it.
        if (asked) {
            withdraw(run(), asked(), cause);
        }
        finish(null, cause);
    }

    private static void withdraw(Run<?, ?> run, ApprovalReference asked, Throwable cause) {
        ApprovalService.get().aborted(run, asked, aborter(cause), why(cause));
    }

    private static String aborter(Throwable cause) {
        if (cause instanceof FlowInterruptedException interrupted) {
            for (var each : interrupted.getCauses()) {
                if (each instanceof CauseOfInterruption.UserInterruption user) {
                    return user.getUserId();
                }
            }
        }
        return null;
    }

    private static String why(Throwable cause) {
        return cause instanceof FlowInterruptedException interrupted
                ? interrupted.getCauses().stream()
                        .map(CauseOfInterruption::getShortDescription)
                        .collect(Collectors.joining("; "))
                : String.valueOf(cause.getMessage());
    }

    @Override
    public String getStatus() {
        String what = step.getFrom() + " into " + step.getInto();
        return approval == null ? "asking for a decision: " + what : "waiting for a decision: " + what;
    }

    private BuildContext build() throws IOException, InterruptedException {
        return new BuildContext(run(), null, getContext().get(TaskListener.class), null);
    }

    private Run<?, ?> run() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    private ApprovalReference asked() throws IOException, InterruptedException {
        return QaApprovalAction.of(run(), new ApprovalId(approval))
                .orElseThrow(() -> new AbortException("The approval " + approval
                        + " that this build waits for is not in the build's record any more. Run the build again."));
    }

    private static AbortException gone(ApprovalReference asked) {
        return new AbortException("The approval " + asked.approval() + " is not in the ledger of site " + asked.site()
                + ". Was the controller's home folder restored from an older copy? Run the build again.");
    }

    /** Something that takes its time and may fail. */
    private interface Work {
        void run() throws Exception;
    }
}
