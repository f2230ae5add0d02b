package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.gate.OwnershipRule;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.jenkins.connect.ConfiguredPorts;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnection;
import io.jenkins.plugins.branchgate.jenkins.connect.EngineConnector;
import io.jenkins.plugins.branchgate.jenkins.connect.Targets;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.WebAddress;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One build's way into one environment: whose the environment is, which settings, target and address hold, and what it takes
 * to change what runs. Nothing is recorded before {@link #claim}, so a refused build changes nothing.
 */
final class EnvironmentAdmission {

    private final BuildContext context;
    private final SiteSource site;
    private final OwnershipRule rule;
    private final OwnershipRule.Asking asking;
    private final Environment environment;
    private final TargetConnection connection;
    private final EngineConnection engine;
    private final TargetId target;
    private final String siteUrl;

    private EnvironmentAdmission(
            BuildContext context,
            SiteSource site,
            OwnershipRule rule,
            OwnershipRule.Asking asking,
            Environment environment,
            TargetConnection connection,
            EngineConnection engine,
            TargetId target,
            String siteUrl) {
        this.context = context;
        this.site = site;
        this.rule = rule;
        this.asking = asking;
        this.environment = environment;
        this.connection = connection;
        this.engine = engine;
        this.target = target;
        this.siteUrl = siteUrl;
    }

    /**
     * Asks for what can be known without the commit: owner, settings, target.
     *
     * @throws NotAdmittedException if the build may not ask that of the environment; names what it may not
     * @throws AbortException if the target cannot be reached from where the step runs
     */
    static EnvironmentAdmission of(BuildContext context, DeployBranchStep step, SiteSource site)
            throws IOException, InterruptedException, NotAdmittedException, PlatformException {
        var name = new EnvironmentName(step.getEnvironment());
        var view = site.knownView();
        var job = context.run().getParent();
        var rule = new OwnershipRule(
                name, view.flatMap(each -> each.ownership(name)), ConfiguredRules.of(job, site, name));
        var asking = new OwnershipRule.Asking(
                job.getFullName(),
                Owners.claimant(job),
                step.settings(),
                step.getSiteUrl() == null ? null : new WebAddress(step.getSiteUrl()).value());
        requireKnownOwner(view, rule);
        rule.requireOwner(asking);
        int replicas = view.flatMap(each -> each.current(name))
                .map(Deployment::environment)
                .map(Environment::replicas)
                .orElse(0);
        var environment = rule.terms(asking, replicas);
        rule.requireOwnBranch(
                asking, environment, view.map(LedgerView::ownerships).orElse(List.of()));
        var connection = connection(context, step, rule);
        requireUseOfTarget(context, rule, connection);
        var engine = EngineConnector.connect(connection, context.run(), context.channel());
        var target = engine.platform().identity();
        rule.requireTarget(target, connection);
        return new EnvironmentAdmission(
                context,
                site,
                rule,
                asking,
                environment,
                connection,
                engine,
                target,
                siteUrl(context, rule, asking, environment, connection));
    }

    /** A damaged ledger may have lost whose an environment is: then nobody gets it by deploying first. */
    private static void requireKnownOwner(Optional<LedgerView> view, OwnershipRule rule) throws AbortException {
        if (rule.held().isEmpty()
                && rule.configured().isEmpty()
                && view.filter(each -> each.integrity().isDamaged()).isPresent()) {
            throw new AbortException(
                    "The ledger of this site is damaged, and does not say whose environment " + rule.name()
                            + " is. Nothing was changed. An administrator can configure it: Manage Jenkins → System → Branch Gate.");
        }
    }

    /** What a step or a folder says leads only to targets that are for its job. */
    private static void requireUseOfTarget(BuildContext context, OwnershipRule rule, TargetConnection connection)
            throws AbortException {
        boolean decidedByAdministrator = rule.configured()
                .filter(each -> each.configuredIn().isEmpty() && each.target() != null)
                .isPresent();
        if (connection.configured() == null || decidedByAdministrator) {
            return;
        }
        String job = context.run().getParent().getFullName();
        var target = Targets.named(connection.configured());
        if (target.isPresent() && !target.get().mayUse(job)) {
            throw new AbortException("Target " + connection.configured() + " is not for " + job
                    + ". Nothing was changed. An administrator can add it to the target's owners, or configure environment "
                    + rule.name() + " there: Manage Jenkins → System → Branch Gate.");
        }
    }

    private static TargetConnection connection(BuildContext context, DeployBranchStep step, OwnershipRule rule)
            throws AbortException {
        var decided = rule.decidedTarget();
        if (decided.isPresent()) {
            boolean other = step.getTarget() != null
                            && !step.getTarget().equals(decided.get().configured())
                    || step.getDockerHost() != null
                    || step.getDockerCredentialsId() != null;
            if (other) {
                throw new AbortException("Environment " + rule.name() + " runs on "
                        + decided.get().describe()
                        + ", which is not for a step to say. Leave target, dockerHost and dockerCredentialsId out of the step."
                        + " Nothing was changed.");
            }
            return decided.get();
        }
        if (step.getTarget() != null) {
            if (step.getDockerHost() != null || step.getDockerCredentialsId() != null) {
                throw new AbortException("The step names a target, " + InvalidValueException.printable(step.getTarget())
                        + ", and an engine of its own. Nothing was changed. Give either target, or dockerHost and"
                        + " dockerCredentialsId.");
            }
            return TargetConnection.configured(step.getTarget());
        }
        if (context.workspace() != null) {
            return new TargetConnection(
                    null,
                    context.node(),
                    step.getDockerHost(),
                    step.getDockerCredentialsId(),
                    context.run().getParent().getFullName());
        }
        return outsideNode(step, rule);
    }

    /** Outside a node block nothing says that the step's author could reach an engine: only an administrator does. */
    private static TargetConnection outsideNode(DeployBranchStep step, OwnershipRule rule) throws AbortException {
        if (step.getDockerHost() == null) {
            var held = rule.held().map(Ownership::connection).filter(each -> each.configured() != null);
            if (held.isPresent()) {
                return held.get();
            }
            if (Targets.all().size() == 1) {
                return TargetConnection.configured(Targets.all().get(0).getName());
            }
        }
        throw new AbortException("Outside a node block only targets that an administrator configured are reached"
                + (step.getDockerHost() == null ? "" : ", and not the address that the step gives as dockerHost")
                + ". Nothing was changed. Put the step into a node block of an agent that has a Docker engine, or name a"
                + " configured target: target: '…' (Manage Jenkins → System → Branch Gate → Targets).");
    }

    private static String siteUrl(
            BuildContext context,
            OwnershipRule rule,
            OwnershipRule.Asking asking,
            Environment environment,
            TargetConnection connection)
            throws IOException, InterruptedException {
        String given = rule.configured().map(OwnershipRule.Configured::siteUrl).orElse(asking.siteUrl());
        return given != null ? given : SiteUrl.of(connection, context.hostName(), environment.port());
    }

    /**
     * True if a configuration takes the environment from whoever claimed it to be in the way: what that one ran is neither
     * known nor running, and asks for no permission of theirs.
     */
    boolean isAnew() {
        return rule.takesOver();
    }

    /** The settings that the deployment is to have. */
    Environment environment() {
        return environment;
    }

    /** What it is to run on. */
    TargetId target() {
        return target;
    }

    EngineConnection engine() {
        return engine;
    }

    /** Where people find the site; null if that is not known. */
    String siteUrl() {
        return siteUrl;
    }

    /**
     * Asks for the permissions that changing a gated environment takes by any way: Deploy for another number of containers,
     * Rollback for an earlier commit.
     *
     * @throws AbortException if whoever started the build lacks one
     */
    void authorize(SiteRepository repository, CommitId commit) throws IOException, GitException {
        var view = site.knownView();
        var current = view.flatMap(each -> each.current(environment.name()));
        if (isAnew()
                || rule.held().isEmpty()
                || current.isEmpty()
                || !rule.held().get().gated()) {
            return;
        }
        var held = rule.held().get();
        boolean configured = rule.configured().isPresent();
        if (!configured && current.get().environment().replicas() != environment.replicas()) {
            RunAuthorization.check(context.run(), held, "scale", BranchGatePermissions.DEPLOY);
        }
        if (goesBack(repository, view.get(), current.get().commit(), commit)) {
            RunAuthorization.check(context.run(), held, "roll back", BranchGatePermissions.ROLLBACK);
        }
    }

    private boolean goesBack(SiteRepository repository, LedgerView view, CommitId running, CommitId commit)
            throws GitException {
        if (running.equals(commit)) {
            return false;
        }
        boolean known = isHere(repository, running);
        boolean forward = known && repository.isAncestor(running, commit);
        return !forward && (view.ran(environment.name(), commit) || known && repository.isAncestor(commit, running));
    }

    /** A commit that history was rewritten without is followed by none: what ran before then counts as going back. */
    private boolean isHere(SiteRepository repository, CommitId commit) {
        try {
            repository.fetchCommit(commit, environment.branch());
            return true;
        } catch (GitException e) {
            return false;
        }
    }

    private Optional<EnvironmentOwned> owned() {
        return rule.admitted(asking, environment, target, connection, siteUrl, context.startedBy());
    }

    /** What holds once it is let in. */
    private Ownership ownership() {
        return owned().map(EnvironmentOwned::ownership)
                .orElseGet(() -> rule.held().orElseThrow());
    }

    /** @throws NotAdmittedException if the address is another environment's */
    void requireFreeAddress(Ledger ledger) throws NotAdmittedException, IOException {
        requireNotConfiguredElsewhere();
        BranchGate.get().addresses().claim(site.id(), ledger, rule.held(), Optional.empty(), ownership());
    }

    /**
     * Records whose the environment is from now on; for a commit that the gate let in.
     *
     * @throws NotAdmittedException if its address went to another environment meanwhile, or the environment did to another
     *     owner
     */
    void claim(Ledger ledger) throws NotAdmittedException, IOException {
        requireNotConfiguredElsewhere();
        BranchGate.get().addresses().claim(site.id(), ledger, rule.held(), owned(), ownership());
    }

    private void requireNotConfiguredElsewhere() throws NotAdmittedException, IOException {
        var other = ConfiguredPorts.holder(
                context.run().getParent().getFullName(),
                ConfiguredRules.canonical(site),
                site.folder(),
                environment.name(),
                connection,
                target,
                environment.port());
        if (other.isPresent()) {
            throw NotAdmittedException.addressTaken(environment.port(), connection, other.get());
        }
    }

    /** Takes away what a move left on the targets before, now that the environment runs on the new one. */
    static void leaveFormerTargets(BuildContext context, Ledger ledger, SiteId site, EnvironmentName environment)
            throws IOException, InterruptedException {
        for (var former : ledger.view().ownership(environment).orElseThrow().former()) {
            try {
                EngineConnector.connect(former.connection(), site, environment)
                        .platform()
                        .remove(new EnvironmentKey(site, environment));
                ledger.<Void, RuntimeException>transact((view, append) -> {
                    view.ownership(environment)
                            .map(now -> now.withFormer(now.former().stream()
                                    .filter(each -> !each.equals(former))
                                    .toList()))
                            .ifPresent(now -> append.accept(new EnvironmentOwned(
                                    now,
                                    EnvironmentOwned.How.CHANGED,
                                    "What was left on " + former.connection().describe() + " was removed.",
                                    context.startedBy())));
                    return null;
                });
                context.log("Removed what " + environment + " had on "
                        + former.connection().describe());
            } catch (PlatformException | AbortException e) {
                context.log("What " + environment + " has on "
                        + former.connection().describe()
                        + " could not be removed: " + e.getMessage()
                        + " It keeps its address there; the next deployment tries again.");
            }
        }
    }
}
