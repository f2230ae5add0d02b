package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Run;
import hudson.model.User;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.OpenRequest;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.approval.AskedApproval;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.source.Changes;
import io.jenkins.plugins.branchgate.source.Signature;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import jenkins.scm.RunWithSCM;

/** What {@code qaApproval} and its freestyle twin do first: ask for the decision and put it on the build. */
public final class QaApprovalRequest {
    private final BuildContext context;
    private final QaApprovalStep step;

    public QaApprovalRequest(BuildContext context, QaApprovalStep step) {
        this.context = context;
        this.step = step;
    }

    /**
     * Opens the approval. Takes as long as two fetches.
     *
     * @return how to find it again
     * @throws AbortException if it cannot be asked for; the message says why
     */
    public AskedApproval open() throws IOException {
        try {
            return ask();
        } catch (InvalidValueException | SourceException | GateException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private AskedApproval ask() throws IOException, SourceException, GateException {
        var environment = new EnvironmentName(step.getEnvironment() == null ? "qa" : step.getEnvironment());
        var from = new BranchName(step.getFrom());
        var into = new BranchName(step.getInto());
        var terms = new Terms(step, BranchGateConfiguration.get().getPolicy())
                .at(BranchGate.get().clock().instant());
        var site = SiteSource.of(context, step.getUrl(), step.getCredentialsId(), step.getSite());
        var release = tested(site, environment, site.ledger().view());
        Approval approval;
        try (var repository = site.repository()) {
            var target = repository.fetch(into);
            repository.fetchCommit(release.commit(), from);
            var preview = repository.preview(release.commit(), target, terms.strategy());
            var people = repository.people(target, release.commit(), Changes.MOST_COUNTED);
            approval = BranchGate.get()
                    .gate(site.id())
                    .open(new OpenRequest(
                            environment,
                            from,
                            into,
                            release,
                            target,
                            preview,
                            terms,
                            authors(people),
                            context.starterId(),
                            context.buildUrl()));
        }
        var asked = new AskedApproval(
                site.id(), approval.id(), site.remote().url(), site.build().credentialsId(), step.getTrigger());
        QaApprovalAction.add(context.run(), asked);
        tell(approval);
        return asked;
    }

    /** What this build deployed there, or what runs there if this build deployed nothing. */
    private Release tested(SiteSource site, EnvironmentName environment, LedgerView view) throws AbortException {
        return DeployedAction.of(context.run(), site.id(), environment)
                .flatMap(view::deployment)
                .or(() -> view.current(environment))
                .map(Deployment::release)
                .orElseThrow(() -> new AbortException("Environment " + environment + " of site " + site.id()
                        + " runs nothing yet, so there is nothing to approve. Deploy it first: deployBranch environment: '"
                        + environment + "'. Nothing was changed."));
    }

    /** Names, addresses and user ids of those whose change it is, so that nobody approves their own. */
    private Set<String> authors(Set<Signature> people) {
        var authors = new HashSet<String>();
        for (var person : people) {
            authors.add(person.name());
            authors.add(person.email());
        }
        if (context.run() instanceof RunWithSCM<?, ?> changed) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> set : changed.getChangeSets()) {
                for (var entry : set) {
                    User author = entry.getAuthor();
                    authors.add(author.getId());
                }
            }
        }
        authors.remove("");
        return authors;
    }

    private void tell(Approval approval) {
        Run<?, ?> run = context.run();
        String page = "/" + run.getUrl() + QaApprovalAction.URL_NAME + "/" + approval.id() + "/";
        context.log("Asking for a decision: " + approval.from() + " at "
                + approval.release().commit().abbreviated() + " into " + approval.into() + ", image "
                + approval.release().digest());
        context.log("Decide here: "
                + ModelHyperlinkNote.encodeTo(
                        page, context.buildUrl() + QaApprovalAction.URL_NAME + "/" + approval.id() + "/"));
        if (!approval.conflicts().isEmpty()) {
            context.log("It cannot be approved as it is, the merge would conflict in: "
                    + String.join(", ", approval.conflicts()));
        }
    }
}
