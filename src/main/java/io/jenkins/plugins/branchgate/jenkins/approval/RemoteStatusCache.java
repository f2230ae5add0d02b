package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.checkout.GitAccess;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The latest look at the remote for each open approval someone looks at. */
@Extension
public class RemoteStatusCache {

    /** A look older than this is taken again when someone asks. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final int MOST = 200;

    private final Map<ApprovalId, RemoteStatus> latest = new ConcurrentHashMap<>();

    /** The looks of the running controller. */
    static RemoteStatusCache get() {
        return ExtensionList.lookupSingleton(RemoteStatusCache.class);
    }

    /** The latest look, empty if there is none yet; a new one is taken in the background when it is not fresh. */
    Optional<RemoteStatus> of(Run<?, ?> run, ApprovalReference asked, Approval approval) {
        var known = latest.get(approval.id());
        if (approval.state().isFinal()) {
            latest.remove(approval.id());
            return Optional.empty();
        }
        var now = BranchGate.get().clock().instant();
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            BackgroundTasks.get()
                    .run(
                            List.of("remote", asked.site()),
                            List.of("looks at the remote", asked.site()),
                            "the look at the remote for approval " + approval.id(),
                            () -> look(run, asked, approval));
        }
        return Optional.ofNullable(known);
    }

    /** The latest look, without taking a new one. */
    Optional<RemoteStatus> known(ApprovalId approval) {
        return Optional.ofNullable(latest.get(approval));
    }

    /** Something was decided that makes the latest look at this approval untrue. */
    void forget(ApprovalId approval) {
        latest.remove(approval);
    }

    private void look(Run<?, ?> run, ApprovalReference asked, Approval approval) {
        var now = BranchGate.get().clock().instant();
        RemoteStatus outlook;
        try (var repository =
                BranchGate.get().repository(GitAccess.remote(run, asked.remote(), asked.credentialsId()))) {
            var view = BranchGate.get().ledger(asked.site()).view();
            outlook = RemoteStatus.take(repository, view, approval, now);
        } catch (IOException | GitException | RuntimeException e) {
            outlook = RemoteStatus.unknown(now, e.getMessage());
        }
        if (latest.size() >= MOST) {
            latest.clear();
        }
        latest.put(approval.id(), outlook);
    }
}
