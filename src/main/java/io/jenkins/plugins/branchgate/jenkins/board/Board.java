package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.Job;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.BuildAddress;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalPage;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.jenkins.web.SiteNames;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What runs where and what waits for a decision, as far as the calling user may read the jobs that did it. Made for one
 * request.
 */
public final class Board {

    private static final System.Logger LOG = System.getLogger(Board.class.getName());
    private static final int MOST_DECISIONS = 30;

    private final Predicate<Job<?, ?>> wanted;
    private final BoardFilter filter;
    private final Map<String, Optional<Job<?, ?>>> jobs = new HashMap<>();
    private final List<ApprovalPage> waiting = new ArrayList<>();
    private final List<ShownApproval> decided = new ArrayList<>();
    private final List<ShownEnvironment> environments = new ArrayList<>();
    private final List<LedgerNotice> notices = new ArrayList<>();
    private final TreeSet<String> names = new TreeSet<>();
    private final StringBuilder version = new StringBuilder();

    private Board(Predicate<Job<?, ?>> wanted, BoardFilter filter) {
        this.wanted = wanted;
        this.filter = filter;
    }

    /**
     * @param wanted which of the jobs the user may read; null stands for one that is gone
     * @param unreadable true to tell also of ledgers that name no such job
     */
    static Board read(Predicate<Job<?, ?>> wanted, BoardFilter filter, boolean unreadable) throws IOException {
        var board = new Board(wanted, filter);
        var survey = BranchGate.get().ledgers();
        for (var site : survey.open().entrySet()) {
            board.addUnlessItFails(site.getKey(), site.getValue().view());
        }
        board.notices.addAll(LedgerNotice.read(survey, unreadable, wanted));
        board.notices.forEach(notice -> board.version.append(notice).append('.'));
        board.waiting.sort(Comparator.comparing(page -> page.getApproval().openedAt()));
        board.decided.sort(
                Comparator.comparing((ShownApproval each) -> each.approval().openedAt())
                        .reversed());
        return board;
    }

    /** What cannot be read of one site is missing, and that of all others is there. */
    private void addUnlessItFails(SiteId site, LedgerView view) {
        try {
            add(site, view);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The board cannot show all of " + site, e);
        }
    }

    private void add(SiteId site, LedgerView view) throws IOException {
        String siteName = SiteNames.name(site, view);
        version.append(view.sequence()).append('.');
        for (var environment : view.environments()) {
            add(site, siteName, view, environment);
        }
        for (var approval : approvals(view)) {
            if (job(approval.buildUrl(), approval.openedAt()).isPresent()
                    && filter.shows(
                            approval.environment(),
                            siteName,
                            approval.from(),
                            approval.into(),
                            approval.release().commit())) {
                add(site, siteName, approval);
            }
        }
    }

    /** All that are open, however old, and the newest that are over. */
    static Set<Approval> approvals(LedgerView view) {
        var approvals = new LinkedHashSet<>(view.open());
        approvals.addAll(view.approvals(MOST_DECISIONS));
        return approvals;
    }

    private void add(SiteId site, String siteName, Approval approval) throws IOException {
        var run = approval.state().isFinal()
                ? Optional.<hudson.model.Run<?, ?>>empty()
                : Builds.build(approval.buildUrl(), approval.openedAt());
        var asked = run.flatMap(build -> QaApprovalAction.of(build, approval.id()));
        if (asked.isPresent()) {
            ApprovalPage.of(run.get(), asked.get()).ifPresent(page -> {
                waiting.add(page);
                version.append(page.getTrouble()).append('.');
            });
        } else {
            decided.add(new ShownApproval(site, siteName, approval));
        }
    }

    private void add(SiteId site, String siteName, LedgerView view, EnvironmentName name) throws IOException {
        var ownership = view.ownership(name).filter(Owners::mayRead);
        if (ownership.isEmpty()) {
            return;
        }
        var read = EnvironmentFacts.read(
                view,
                name,
                each -> isShown(each.buildUrl(), each.startedAt()),
                each -> Builds.url(each.buildUrl(), each.startedAt()));
        if (read.isEmpty()) {
            return;
        }
        var facts = read.get();
        var latest = facts.latest();
        names.add(name.value());
        if (!filter.shows(name, siteName, latest.environment().branch(), latest.commit(), latest.startedBy())) {
            return;
        }
        var health = HealthChecks.get().latest(site, name);
        version.append(health.state()).append(health.words().hashCode()).append('.');
        environments.add(new ShownEnvironment(
                site,
                siteName,
                name,
                job(latest.buildUrl(), latest.startedAt()).orElse(null),
                ownership.get(),
                facts.current(),
                facts.inProgress(),
                health,
                facts.history(),
                view.refused(name).orElse(null)));
    }

    /** What a job did that is gone is shown, but on no board of a job, to those who may know of the environment. */
    private boolean isShown(String buildUrl, Instant then) {
        return job(buildUrl, then).isPresent() || wanted.test(null) && Builds.isGone(buildUrl, then);
    }

    private Optional<Job<?, ?>> job(String buildUrl, Instant then) {
        String name = BuildAddress.parse(Builds.url(buildUrl, then))
                .map(BuildAddress::job)
                .orElse("");
        return jobs.computeIfAbsent(name, n -> Builds.job(buildUrl, then).filter(wanted));
    }

    /** The approvals that wait for a decision or for their merge, oldest first. */
    public List<ApprovalPage> getWaiting() {
        return waiting;
    }

    /** The latest approvals that are over, newest first. */
    public List<ShownApproval> getDecided() {
        return decided;
    }

    /** The environments, by site and name. */
    public List<ShownEnvironment> getEnvironments() {
        return environments;
    }

    /** The sites whose gates their ledger closes. */
    public List<LedgerNotice> getNotices() {
        return notices;
    }

    /** The names of all environments the user may see, for the filter. */
    public TreeSet<String> getEnvironmentNames() {
        return names;
    }

    public BoardFilter getFilter() {
        return filter;
    }

    public boolean isBlank() {
        return waiting.isEmpty() && decided.isEmpty() && environments.isEmpty();
    }

    /** Changes whenever the board would look different. */
    public String getVersion() {
        return Integer.toHexString(version.toString().hashCode());
    }
}
