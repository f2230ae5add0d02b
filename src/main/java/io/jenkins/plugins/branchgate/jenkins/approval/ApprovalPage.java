package io.jenkins.plugins.branchgate.jenkins.approval;

import hudson.Functions;
import hudson.model.ModelObject;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.gate.AdmittedCommits;
import io.jenkins.plugins.branchgate.gate.DeniedException;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.Person;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.People;
import io.jenkins.plugins.branchgate.jenkins.board.HealthChecks;
import io.jenkins.plugins.branchgate.jenkins.board.ShownHealth;
import io.jenkins.plugins.branchgate.jenkins.web.Dates;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import io.jenkins.plugins.branchgate.jenkins.web.JsonApi;
import io.jenkins.plugins.branchgate.jenkins.web.SiteNames;
import io.jenkins.plugins.branchgate.ledger.CommitAccepted;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Ownership;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * One approval's page, {@code <build>/qa-approval/<id>/}, and what is posted below it. Made for one request. Whoever may
 * read the job may look; the gate judges who may decide, and records those it refuses.
 */
public final class ApprovalPage implements ModelObject {

    private final Run<?, ?> run;
    private final ApprovalReference asked;
    private final LedgerView view;
    private final Approval approval;
    private final Gate gate;
    private final Person person;
    private Report report;

    private ApprovalPage(Run<?, ?> run, ApprovalReference asked, LedgerView view, Approval approval)
            throws IOException {
        this.run = run;
        this.asked = asked;
        this.view = view;
        this.approval = approval;
        gate = BranchGate.get().gate(asked.site());
        person = People.of(run, Jenkins.getAuthentication2(), asked.site(), approval.into());
    }

    /** The page of an approval for the calling user; empty if the ledger does not know it. */
    public static Optional<ApprovalPage> of(Run<?, ?> run, ApprovalReference asked) throws IOException {
        var view = BranchGate.get().ledger(asked.site()).view();
        var approval = view.approval(asked.approval());
        return approval.isEmpty() ? Optional.empty() : Optional.of(new ApprovalPage(run, asked, view, approval.get()));
    }

    /** The build that asked. */
    public Run<?, ?> getObject() {
        return run;
    }

    @Override
    public String getDisplayName() {
        return Messages.ApprovalPage_DisplayName(approval.from(), approval.into());
    }

    /** The approval as it stands. */
    public Approval getApproval() {
        return approval;
    }

    /** Where this page is, relative to the controller's. */
    public String getUrl() {
        return run.getUrl() + QaApprovalAction.URL_NAME + "/" + approval.id();
    }

    public String getSiteName() {
        return SiteNames.name(asked.site(), view);
    }

    /** Where people find the test site, or null if that is not known. */
    public String getSiteUrl() throws IOException {
        return BranchGate.get()
                .ledger(asked.site())
                .view()
                .ownership(approval.environment())
                .map(Ownership::siteUrl)
                .orElse(null);
    }

    public ShownHealth getHealth() {
        return HealthChecks.get().latest(asked.site(), approval.environment());
    }

    public String getState() {
        return ApprovalTexts.state(approval);
    }

    public String getTone() {
        return ApprovalTexts.tone(approval);
    }

    public String getIcon() {
        return ApprovalTexts.icon(approval);
    }

    public String getHeadline() {
        return ApprovalTexts.headline(approval, getSiteName());
    }

    public String getWhoMayDecide() {
        return ApprovalTexts.approvers(approval.terms().approvers());
    }

    public String getSelfApproval() {
        return ApprovalTexts.selfApproval(approval.terms().approvers());
    }

    public String getWhenTargetMoves() {
        return ApprovalTexts.whenTargetMoves(approval);
    }

    /** Decisions and denied attempts, in order. */
    public List<ShownVote> getVotes() {
        return approval.votes().stream().map(ShownVote::of).toList();
    }

    public Dates getDates() {
        return new Dates();
    }

    /** Why an approved merge, or the job after it, did not go through yet, or null. */
    public String getTrouble() {
        return MergeRunner.get().trouble(approval.id()).orElse(null);
    }

    public boolean isPending() {
        return approval.state() == ApprovalState.PENDING;
    }

    /** True while it may still be withdrawn. */
    public boolean isWithdrawable() {
        return isPending() || approval.state() == ApprovalState.APPROVED;
    }

    public boolean isMayApprove() {
        return gate.whyNotApprove(approval, person).isEmpty();
    }

    public boolean isMayReject() {
        return gate.whyNotReject(approval, person).isEmpty();
    }

    public boolean isMayWithdraw() {
        return gate.whyNotWithdraw(approval, person).isEmpty();
    }

    /** Why the viewer cannot approve, or null. */
    public String getWhyNot() {
        if (Functions.isAnonymous() && !isMayApprove()) {
            return Messages.ApprovalPage_Login();
        }
        return gate.whyNotApprove(approval, person)
                .map(DeniedException::getMessage)
                .orElse(null);
    }

    /** True if the latest look at the branches found that nobody can approve as things stand. */
    public boolean isBlocked() {
        return RemoteStatusCache.get()
                .known(approval.id())
                .map(RemoteStatus::pins)
                .flatMap(pins -> gate.obstacle(approval, pins))
                .isPresent();
    }

    /** True if the viewer may let an untested commit of the target branch count as admitted. */
    public boolean isMayOverride() throws IOException {
        return isPending()
                && People.may(
                        BranchGatePermissions.OVERRIDE,
                        run.getParent(),
                        Jenkins.getAuthentication2(),
                        asked.site(),
                        approval.into());
    }

    /** The commits of the target branch that someone accepted for this approval without a test. */
    public List<CommitAccepted> getAccepted() {
        return view.acceptedIn(approval.into()).stream()
                .filter(each -> each.approval().equals(approval.id()))
                .toList();
    }

    /** How the branches stand now, or null if nobody looked yet or it no longer matters. */
    public RemoteStatus getOutlook() {
        return RemoteStatusCache.get().of(run, asked, approval).orElse(null);
    }

    /** What it would bring; null if the mirror cannot be read, see {@link #getReportTrouble}. */
    public ChangeReport getReport() {
        return report().report;
    }

    /** Why the changes cannot be shown, or null. */
    public String getReportTrouble() {
        return report().trouble;
    }

    private Report report() {
        if (report == null) {
            report = readReport();
        }
        return report;
    }

    private Report readReport() {
        try {
            var outlook = getOutlook();
            var target = outlook == null || outlook.target() == null ? approval.targetTip() : outlook.target();
            var admitted = AdmittedCommits.into(approval.into(), view);
            var remote = Remote.unasked(asked.remote());
            return new Report(ChangeReports.get().of(asked.site(), remote, approval, admitted, target), null);
        } catch (GitException | RuntimeException e) {
            return new Report(null, e.getMessage());
        }
    }

    private record Report(ChangeReport report, String trouble) {}

    /** Changes whenever the page would look different. */
    public String getVersion() {
        var outlook = approval.state().isFinal() ? null : getOutlook();
        return approval.state() + "-" + approval.votes().size() + "-"
                + getAccepted().size() + "-"
                + getHealth().state()
                + "-" + Integer.toHexString(String.valueOf(getTrouble()).hashCode())
                + "-" + (outlook == null ? "" : outlook.fingerprint());
    }

    /** What the page asks every few seconds. */
    public HttpResponse doLive() {
        return Json.ok(new Live(getVersion()));
    }

    /** Tells whether the page is still true. */
    record Live(String version) {}

    /** The approval for programs, under {@code api/json}. */
    public JsonApi getApi() {
        return new JsonApi(this::json);
    }

    /** The approval for programs. */
    public ApprovalJson json() {
        return ApprovalJson.of(asked.site(), approval);
    }

    /** Approves: {@code comment} and, for each required check, {@code ticked}. */
    @RequirePOST
    public HttpResponse doApprove(StaplerRequest2 request) throws IOException {
        return DecisionRequest.approve(this, request);
    }

    /** Rejects: {@code comment} is the reason. */
    @RequirePOST
    public HttpResponse doReject(StaplerRequest2 request) throws IOException {
        return DecisionRequest.reject(this, request);
    }

    /** Withdraws: {@code comment} may say why. */
    @RequirePOST
    public HttpResponse doWithdraw(StaplerRequest2 request) throws IOException {
        return DecisionRequest.withdraw(this, request);
    }

    /** Accepts an untested commit of the target branch: {@code commit}, and the reason as {@code comment}. */
    @RequirePOST
    public HttpResponse doAccept(StaplerRequest2 request) throws IOException {
        return DecisionRequest.accept(this, request);
    }

    ApprovalReference asked() {
        return asked;
    }
}
