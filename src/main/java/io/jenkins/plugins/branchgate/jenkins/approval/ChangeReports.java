package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.source.Remote;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latest change reports. Two commits never change, so a report is made once and kept while it is asked for. */
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

    /** What the tested commit would bring to the base; only the mirror is read. */
    ChangeReport of(SiteId site, Remote remote, CommitId base, CommitId tested) throws SourceException {
        var key = new Key(site, base, tested);
        synchronized (kept) {
            var report = kept.get(key);
            if (report != null) {
                return report;
            }
        }
        try (var repository = BranchGate.get().repository(site, remote)) {
            var report = ChangeReport.read(repository, base, tested);
            synchronized (kept) {
                kept.put(key, report);
            }
            return report;
        }
    }

    private record Key(SiteId site, CommitId base, CommitId tested) {}
}
