package io.jenkins.plugins.branchgate.jenkins.notify;

import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalTexts;
import io.jenkins.plugins.branchgate.jenkins.web.SiteNames;
import io.jenkins.plugins.branchgate.ledger.AlertRaised;
import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.ApprovalOpened;
import io.jenkins.plugins.branchgate.ledger.ApprovalReminded;
import io.jenkins.plugins.branchgate.ledger.DeploymentFailed;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EnvironmentHealed;
import io.jenkins.plugins.branchgate.ledger.LedgerEntry;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.notify.Notification;
import io.jenkins.plugins.branchgate.notify.NotificationKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an entry of a ledger is to those who are told.
 *
 * @param notification what they are told
 * @param approvers ids of the users named as approvers of what it is about
 */
record NotificationTexts(Notification notification, Set<String> approvers) {

    /** What is told of an entry; most entries are told to nobody. */
    static Optional<NotificationTexts> of(SiteId site, LedgerEntry entry, LedgerView view) {
        var teller = new Teller(site, SiteNames.name(site, view), entry.at());
        var event = entry.event();
        if (event instanceof ApprovalOpened opened) {
            return Optional.of(teller.approval(NotificationKind.APPROVAL_OPENED, opened.approval()));
        }
        if (event instanceof ApprovalReminded reminded) {
            return view.approval(reminded.approval())
                    .map(each -> teller.approval(NotificationKind.APPROVAL_REMINDER, each));
        }
        if (event instanceof ApprovalMoved moved && moved.to().isFinal()) {
            return view.approval(moved.approval()).map(each -> teller.approval(NotificationKind.APPROVAL_ENDED, each));
        }
        if (event instanceof DeploymentOpened opened && opened.admission() == Admission.OVERRIDE) {
            return view.deployment(opened.deployment())
                    .map(each -> teller.deployment(NotificationKind.GATE_OVERRIDDEN, each, each.reason()));
        }
        if (event instanceof PhaseEntered entered && entered.phase() == Phase.DONE) {
            return view.deployment(entered.deployment())
                    .map(each -> teller.deployment(NotificationKind.DEPLOYMENT_DONE, each, ""));
        }
        if (event instanceof DeploymentFailed failed) {
            return view.deployment(failed.deployment())
                    .map(each -> teller.deployment(NotificationKind.DEPLOYMENT_FAILED, each, failed.failure()));
        }
        if (event instanceof EnvironmentHealed healed) {
            return Optional.of(teller.environment(
                    NotificationKind.ENVIRONMENT_HEALED, healed.environment(), healed.action(), healed.detail()));
        }
        if (event instanceof AlertRaised alert) {
            return Optional.of(
                    teller.environment(NotificationKind.ALERT, alert.environment(), alert.alert(), alert.detail()));
        }
        return Optional.empty();
    }

    private record Teller(SiteId site, String siteName, Instant at) {

        NotificationTexts approval(NotificationKind kind, Approval approval) {
            var json = ApprovalJson.of(site, approval);
            var facts = new HashMap<String, String>();
            facts.put("approval", json.id());
            facts.put("state", json.state());
            facts.put("commit", json.commit());
            facts.put("digest", json.digest());
            facts.put("from", json.from());
            facts.put("into", json.into());
            String subject =
                    siteName + ": " + ApprovalTexts.state(approval) + ", " + json.from() + " into " + json.into();
            String text = ApprovalTexts.headline(approval, siteName);
            String ended = approval.ended() == null ? "" : "\n\n" + approval.ended();
            return new NotificationTexts(
                    new Notification(kind, site, approval.environment(), at, subject, text + ended, json.url(), facts),
                    approval.terms().approvers().users());
        }

        NotificationTexts deployment(NotificationKind kind, Deployment deployment, String text) {
            var name = deployment.environment().name();
            String what =
                    switch (kind) {
                        case GATE_OVERRIDDEN -> "let in without an approval";
                        case DEPLOYMENT_DONE -> "deployed";
                        default -> "failed";
                    };
            String subject = siteName + ": " + deployment.commit().abbreviated() + " on " + name + " " + what;
            return new NotificationTexts(
                    new Notification(
                            kind,
                            site,
                            name,
                            at,
                            subject,
                            subject + ", asked for by " + deployment.startedBy() + ".\n" + text,
                            deployment.buildUrl(),
                            Map.of(
                                    "deployment",
                                    deployment.id().value(),
                                    "commit",
                                    deployment.commit().value())),
                    Set.of());
        }

        NotificationTexts environment(NotificationKind kind, EnvironmentName name, String what, String detail) {
            String subject = siteName + ", " + name + ": " + what;
            String text = detail == null ? subject : subject + "\n" + detail;
            return new NotificationTexts(
                    new Notification(kind, site, name, at, subject, text, null, Map.of("what", what)), Set.of());
        }
    }
}
