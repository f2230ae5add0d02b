package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.gate.AdmittedCommits;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latest change reports. Commits never change, so a report is made once and kept while it is asked for. */
@Extension
public class ChangeReports {

    private static final int MOST = 32;

    private final Map<Key, ChangeReport> kept = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ChangeReport> eldest) {
            return size() > MOST;
        }
    };

    /** The reports of the running controller. */
    static ChangeReports get() {
        return ExtensionList.lookupSingleton(ChangeReports.class);
    }

    /**
     * What an approval would bring, or brought; only the mirror is read.
     *
     * @param target the target branch's tip
     */
    ChangeReport of(SiteId site, Remote remote, Approval approval, AdmittedCommits admitted, CommitId target)
            throws GitException {
        boolean ended = approval.state().isFinal();
        var key = new Key(site, approval.id(), ended ? null : admitted, ended ? null : target);
        synchronized (kept) {
            var report = kept.get(key);
            if (report != null) {
                return report;
            }
        }
        try (var repository = BranchGate.get().repository(remote)) {
            var report = ended
                    ? ChangeReport.ended(repository, approval)
                    : ChangeReport.open(repository, approval, admitted, target);
            synchronized (kept) {
                kept.put(key, report);
            }
            return report;
        }
    }

    private record Key(SiteId site, ApprovalId approval, AdmittedCommits admitted, CommitId target) {}
}
