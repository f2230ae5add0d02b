package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Run;
import hudson.model.User;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.branchgate.gate.AdmittedCommits;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.OpenRequest;
import io.jenkins.plugins.branchgate.gate.Pins;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.jenkins.config.ApprovalPolicy;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
    public ApprovalReference open() throws IOException {
        try {
            return ask();
        } catch (InvalidValueException | GitException | GateException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private ApprovalReference ask() throws IOException, GitException, GateException {
        var from = new BranchName(step.getFrom());
        var into = new BranchName(step.getInto());
        var said = Terms.of(step);
        var site = SiteSource.of(context, step.getUrl(), step.getCredentialsId(), step.getSite());
        requireKnown(site);
        var kept = said.kept(policies(site, into));
        kept.raised().forEach(each -> context.log("The policy for approvals is stricter than this step: " + each));
        var environment = kept.rules().testedIn();
        var view = site.ledger().view();
        var release = tested(site, environment, view);
        boolean concerned = isConcerned(view, environment, into);
        Approval approval;
        try (var repository = site.repository()) {
            var terms = kept.rules().at(BranchGate.get().clock().instant(), step.getMessage());
            var pins = Pins.atOpening(repository, view, release.commit(), from, into, terms.strategy());
            var authors = new HashSet<>(
                    AdmittedCommits.into(into, view).people(repository, release.commit(), pins.targetTip()));
            authors.addAll(committers());
            approval = BranchGate.get()
                    .gate(site.id())
                    .open(
                            new OpenRequest(
                                    environment,
                                    from,
                                    into,
                                    release,
                                    pins,
                                    terms,
                                    authors,
                                    context.starterId(),
                                    context.buildUrl()),
                            older -> concerned || isOurs(older),
                            this::isAskedByTheSameJob);
            tell(approval, pins);
        }
        var asked = new ApprovalReference(
                site.id(), approval.id(), site.remote().url(), site.build().credentialsId(), step.getTrigger());
        QaApprovalAction.add(context.run(), asked);
        if (concerned) {
            claimPolicy(site, into, kept.rules());
        }
        return asked;
    }

    /** A site that nothing was deployed of gets no ledger by being asked about, for there are as many as addresses. */
    private static void requireKnown(SiteSource site) throws IOException {
        if (site.knownView().isEmpty()) {
            throw new AbortException("Site " + site.id()
                    + " runs nothing yet, so there is nothing to approve. Deploy it first: deployBranch environment: '…'. Nothing was"
                    + " changed. If the site is a folder of its repository, or of another one, give 'site' or 'url' as for"
                    + " deployBranch.");
        }
    }

    /**
     * True if the job owns what was tested, or what the approval is for. Another one may ask too, as a freestyle job that only
     * asks does; but it ends no approval that somebody else asked for, and binds nobody to its own terms.
     */
    private boolean isConcerned(LedgerView view, EnvironmentName tested, BranchName into) {
        return view.ownerships().stream()
                .filter(each -> each.name().equals(tested) || follows(each, into))
                .anyMatch(each -> each.belongsTo(context.run().getParent().getFullName()));
    }

    private static boolean follows(Ownership ownership, BranchName branch) {
        return ownership.gated() && ownership.terms().branch().equals(branch);
    }

    /** True of an approval that this job, or another of its multibranch project, asked for; and of one whose job is gone. */
    private boolean isOurs(Approval older) {
        return Builds.jobAsSystem(older.buildUrl(), older.openedAt())
                .map(Owners::claimant)
                .filter(asker -> !asker.equals(Owners.claimant(context.run().getParent())))
                .isEmpty();
    }

    /** True if the job is the owner's, or stands beside the owner, as one does that only asks and has the other deploy. */
    private boolean isOwnersOrBeside(Ownership ownership) {
        var job = context.run().getParent();
        return ownership.belongsTo(job.getFullName())
                || ownership.owner() != null && folder(ownership.owner()).equals(folder(Owners.claimant(job)));
    }

    private static String folder(String fullName) {
        return fullName.substring(0, Math.max(0, fullName.lastIndexOf('/')));
    }

    /** What the first approval into a claimed environment's branch asks for, no later step asks less than. */
    private void claimPolicy(SiteSource site, BranchName into, ApprovalRules rules) throws IOException {
        site.ledger().<Void, RuntimeException>transact((view, append) -> {
            view.ownerships().stream()
                    .filter(each -> follows(each, into))
                    .filter(each -> !each.configured() && each.policy() == null && isOwnersOrBeside(each))
                    .map(each -> new EnvironmentOwned(
                            each.withPolicy(rules.lasting()),
                            EnvironmentOwned.How.CHANGED,
                            "The first approval into " + into + " was asked for.",
                            context.startedBy()))
                    .forEach(append);
            return null;
        });
    }

    /** The controller's policy, and what is configured or claimed for each environment that follows the target branch. */
    private List<ApprovalRules> policies(SiteSource site, BranchName into) throws IOException {
        var policies = new ArrayList<ApprovalRules>();
        policies.add(BranchGateConfiguration.get().getPolicy().rules());
        var job = context.run().getParent();
        var configured = configured(site, into, job.getFullName());
        for (var found : configured) {
            if (!found.mayDeploy(job)) {
                throw new AbortException("Branch " + into + " is what environment "
                        + found.environment().getName() + " follows, which is configured "
                        + found.definition().where() + " for "
                        + String.join(", ", found.definition().owners().names()) + ", and this build is one of "
                        + job.getFullName()
                        + ". Nothing was asked. Ask from there, or have this job added to its owners.");
            }
        }
        configured.stream()
                .map(found -> found.environment().getPolicy())
                .filter(Objects::nonNull)
                .map(ApprovalPolicy::rules)
                .forEach(policies::add);
        site.ledger().view().ownerships().stream()
                .filter(each -> follows(each, into))
                .map(Ownership::policy)
                .filter(Objects::nonNull)
                .forEach(policies::add);
        return policies;
    }

    /** What is configured behind the branch for the job, and for whoever owns what follows the branch by now. */
    private static List<ConfiguredEnvironments.Found> configured(SiteSource site, BranchName into, String job)
            throws IOException {
        var repository = RepositoryAddress.of(site.remote().url()).canonical();
        var owners = site.ledger().view().ownerships().stream()
                .filter(each -> follows(each, into))
                .map(Ownership::owner)
                .filter(Objects::nonNull);
        return Stream.concat(Stream.of(job), owners)
                .distinct()
                .flatMap(each -> ConfiguredEnvironments.gatedBy(each, repository, site.folder(), into).stream())
                .distinct()
                .toList();
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

    /** The user ids that Jenkins has for those who made the changes of this build. */
    private Set<String> committers() {
        var ids = new HashSet<String>();
        if (context.run() instanceof RunWithSCM<?, ?> changed) {
            for (ChangeLogSet<? extends ChangeLogSet.Entry> set : changed.getChangeSets()) {
                for (var entry : set) {
                    User author = entry.getAuthor();
                    ids.add(author.getId());
                }
            }
        }
        return ids;
    }

    /** Another job's question is decided, and shown, with that job's permissions. */
    private boolean isAskedByTheSameJob(Approval older) {
        return Builds.jobName(older.buildUrl(), older.openedAt())
                .filter(context.run().getParent().getFullName()::equals)
                .isPresent();
    }

    private void tell(Approval approval, Pins pins) {
        Run<?, ?> run = context.run();
        String page = "/" + run.getUrl() + QaApprovalAction.URL_NAME + "/" + approval.id() + "/";
        if (approval.state() == ApprovalState.MERGED) {
            context.log("This was asked and decided already, by " + approval.buildUrl() + ", and " + approval.into()
                    + " has it still: that decision is the answer");
            return;
        }
        if (!Builds.isOf(run, approval.buildUrl(), approval.openedAt())) {
            context.log("The same question waits for its answer already, asked by " + approval.buildUrl()
                    + ": that answer is waited for");
        }
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
        if (!pins.untested().isEmpty()) {
            context.log("It cannot be approved as it is: " + approval.into() + " has "
                    + pins.untested().count()
                    + " commits that were neither tested nor let in before. The page names them. Bring them into "
                    + approval.from() + " and test again, or have someone with the permission Override accept them.");
        }
    }
}
