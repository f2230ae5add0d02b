package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned.How;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a build may ask of an environment: nothing that whoever wrote its Jenkinsfile could not do before. An environment is
 * configured, and then a step says its name and nothing that differs; or it is claimed by the job that deploys to it first,
 * and then no other job, target or address, and no weaker terms, are taken from a step. Asks nothing but what it is given,
 * and changes nothing.
 *
 * @param name the environment
 * @param held whose it is now, empty if nobody deployed to it yet
 * @param configured what is configured for it, empty if nothing is
 */
public record OwnershipRule(EnvironmentName name, Optional<Ownership> held, Optional<Configured> configured) {

    /**
     * An environment as it is configured.
     *
     * @param settings its settings; what they leave out has its default
     * @param siteUrl where people find it, or null
     * @param target the name of the configured target it runs on, or null if any that its owner reaches will do
     * @param owners the full names of the jobs and folders that may deploy to it; empty for the first that does
     * @param configuredIn empty for the administrators' configuration, else the folder's full name
     */
    public record Configured(
            EnvironmentSettings settings, String siteUrl, String target, List<String> owners, String configuredIn) {

        public Configured {
            Objects.requireNonNull(settings, "settings");
            owners = List.copyOf(owners);
            Objects.requireNonNull(configuredIn, "configuredIn");
        }

        private String where() {
            return configuredIn.isEmpty() ? "by an administrator" : "in the folder " + configuredIn;
        }
    }

    /**
     * A build that wants to deploy.
     *
     * @param job the full name of its job
     * @param claimant the full name of what the environment would belong to if the job claimed it: the job, or the
     *     multibranch project that it is a branch of
     * @param stated what the step says
     * @param siteUrl where the step says that people find the site, or null
     */
    public record Asking(String job, String claimant, EnvironmentSettings stated, String siteUrl) {}

    /** True if what is configured takes the place of a claim that somebody else made before. */
    public boolean takesOver() {
        return configured.isPresent()
                && held.isPresent()
                && !"".equals(held.get().configuredIn())
                && held.get().owner() != null
                && !mayOwn(held.get().owner());
    }

    /** A folder's configuration says nothing about what belongs to somebody outside of it. */
    private boolean mayOwn(String owner) {
        var owners = configured.orElseThrow().owners();
        return owners.isEmpty() || owners.stream().anyMatch(each -> Ownership.covers(each, owner));
    }

    /**
     * Refuses a job that is not the owner.
     *
     * @throws NotAdmittedException naming both, and the way to move the environment
     */
    public void requireOwner(Asking asking) throws NotAdmittedException {
        if (configured.isPresent() && !configured.get().owners().isEmpty()) {
            requireConfiguredOwner(asking, configured.get());
            return;
        }
        if (held.isPresent() && !held.get().belongsTo(asking.job())) {
            throw new NotAdmittedException(
                    held.get().owner() == null
                            ? "Environment " + name
                                    + " belonged to a job that was deleted, so only administrators may decide"
                                    + " what becomes of it. Nothing was changed. Ask one to move it to "
                                    + asking.claimant()
                                    + ", on the board or with the command branch-gate-change-environment."
                            : "Environment " + name + " belongs to "
                                    + held.get().owner() + ", and this build is one of "
                                    + asking.job() + ". Nothing was changed. Deploy from "
                                    + held.get().owner()
                                    + ", use another environment, or have someone with Job/Configure on both move it, on"
                                    + " the board or with the command branch-gate-change-environment.");
        }
    }

    private void requireConfiguredOwner(Asking asking, Configured found) throws NotAdmittedException {
        if (!mayOwn(asking.job())) {
            throw new NotAdmittedException("Environment " + name + " is configured " + found.where() + " for "
                    + String.join(", ", found.owners()) + ", and this build is one of " + asking.job()
                    + ". Nothing was changed. Deploy from there, or ask for this job to be added to its owners.");
        }
        if (!found.configuredIn().isEmpty()
                && held.isPresent()
                && !Ownership.covers(found.configuredIn(), held.get().owner())) {
            throw new NotAdmittedException("Environment " + name + " of this repository belongs to "
                    + (held.get().owner() == null
                            ? "the administrators"
                            : held.get().owner())
                    + ", which is outside of the folder " + found.configuredIn()
                    + " that configures it. Nothing was changed. Have someone with Job/Configure on both move it.");
        }
    }

    /**
     * The settings that a deployment is to have.
     *
     * @param replicas how many replicas there are now, for where nobody says a number; 0 if there are none
     * @throws NotAdmittedException if the step says something else than what holds; names each setting
     */
    public Environment terms(Asking asking, int replicas) throws NotAdmittedException {
        var stated = asking.stated();
        if (configured.isPresent()) {
            var found = configured.get();
            var effective = withReplicas(
                    found.settings().environment(), found.settings().replicas(), replicas);
            refuse(
                    EnvironmentSettings.differences(stated, EnvironmentSettings.of(effective)),
                    "is configured " + found.where() + ", and a step says its name and nothing else",
                    "Leave it out of the step, or have the configuration" + " changed.");
            requireSiteUrl(asking, found.siteUrl(), "is configured " + found.where());
            return effective;
        }
        if (held.isEmpty()) {
            return withReplicas(stated.environment(), stated.replicas(), replicas);
        }
        var terms = held.get().terms();
        var holding = EnvironmentSettings.of(terms);
        String owner = "belongs to " + held.get().owner() + " on terms that a step does not change";
        String wayOut = "Someone with Job/Configure on its owner can change it, on the board or with the command"
                + " branch-gate-change-environment.";
        if (held.get().gated()) {
            refuse(EnvironmentSettings.differences(stated.withoutReplicas(), holding), owner, wayOut);
            requireSiteUrl(asking, held.get().siteUrl(), owner);
            return withReplicas(stated.orElse(holding).environment(), stated.replicas(), replicas);
        }
        boolean tightens = GateRule.APPROVED.word().equals(stated.gate());
        refuse(
                EnvironmentSettings.differences(stated.identityOnly(), holding).stream()
                        .filter(each -> !(tightens && each.setting().equals("gate")))
                        .toList(),
                owner,
                wayOut);
        return withReplicas(stated.orElse(holding.identityOnly()).environment(), stated.replicas(), replicas);
    }

    /**
     * Refuses to claim an environment behind a branch that another owner's closed gate stands behind already: approvals into
     * the branch ask for authority over all of its environments, so that it would stop everybody else's. What a folder
     * configures claims as well, and stops nobody outside of the folder.
     *
     * @param others the ownerships of the site
     * @throws NotAdmittedException naming the environment that is there
     */
    public void requireOwnBranch(Asking asking, Environment terms, Collection<Ownership> others)
            throws NotAdmittedException {
        boolean closes = terms.gate() == GateRule.APPROVED
                && held.filter(Ownership::gated).isEmpty();
        String folder = configured.map(Configured::configuredIn).orElse(null);
        if (!closes || "".equals(folder)) {
            return;
        }
        for (var other : others) {
            boolean same = other.name().equals(name)
                    || asking.claimant().equals(other.owner())
                    || folder != null && Ownership.covers(folder, other.owner());
            if (!same && other.gated() && other.terms().branch().equals(terms.branch())) {
                throw new NotAdmittedException("Environment " + name + " would follow branch " + terms.branch()
                        + " behind a closed gate, as environment " + other.name() + " does, which belongs to "
                        + (other.owner() == null ? "the administrators" : other.owner())
                        + ". Nothing was changed. Deploy both from one job or project, or have an administrator configure "
                        + name + ".");
            }
        }
    }

    private static Environment withReplicas(Environment environment, Integer stated, int running) {
        return stated == null && running > 0 ? environment.withReplicas(running) : environment;
    }

    private void refuse(List<EnvironmentSettings.Difference> differences, String because, String wayOut)
            throws NotAdmittedException {
        if (differences.isEmpty()) {
            return;
        }
        var said = differences.stream()
                .map(each -> each.setting() + " " + each.asked() + " instead of " + each.effective())
                .toList();
        throw new NotAdmittedException("The step says " + String.join(", ", said) + ". Environment " + name + " "
                + because + ". Nothing was changed. " + wayOut);
    }

    private void requireSiteUrl(Asking asking, String holding, String because) throws NotAdmittedException {
        if (asking.siteUrl() != null && !asking.siteUrl().equals(holding)) {
            refuse(
                    List.of(new EnvironmentSettings.Difference(
                            "siteUrl", asking.siteUrl(), holding == null ? "none" : holding)),
                    because,
                    "Leave it out of the step.");
        }
    }

    /**
     * How the next deployment reaches its target, where a step has no say: the configured target, or the one it was moved to.
     */
    public Optional<TargetConnection> decidedTarget() {
        var byConfiguration = configured.map(Configured::target).map(TargetConnection::configured);
        return byConfiguration.isPresent()
                ? byConfiguration
                : next().filter(each -> !each.equals(TargetConnection.AS_REACHED));
    }

    private Optional<TargetConnection> next() {
        return held.map(Ownership::next);
    }

    /**
     * Refuses another target than the one it runs on. An engine's id is no secret, and a hostile engine may say that of
     * another: where only approved merges may enter, the same way to the engine is asked for as well, so that nobody but
     * people with authority leads healing, rollbacks and logs elsewhere.
     *
     * @param target what the build reaches
     * @throws NotAdmittedException naming both, and the way to move the environment
     */
    public void requireTarget(TargetId target, TargetConnection connection) throws NotAdmittedException {
        boolean moving = decidedTarget().isPresent() || next().isPresent() || takesOver();
        if (held.isEmpty() || moving) {
            return;
        }
        boolean same = held.get().target().equals(target)
                && (!held.get().gated() || held.get().connection().leadsWhere(connection));
        if (!same) {
            throw new NotAdmittedException("Environment " + name + " runs on "
                    + held.get().connection().describe() + " (id " + held.get().target() + "), and this build reaches "
                    + connection.describe() + " (id " + target
                    + "). Nothing was changed. Deploy from where that engine is reached, have an administrator configure the"
                    + " target, or have someone with Job/Configure on the owner move the environment, on the board or with the"
                    + " command branch-gate-change-environment.");
        }
    }

    /**
     * What holds from now on, for a build that was let in.
     *
     * @param siteUrl where people find the site
     * @return empty if nothing changes
     */
    public Optional<EnvironmentOwned> admitted(
            Asking asking, Environment terms, TargetId target, TargetConnection connection, String siteUrl, String by) {
        String owner = owner(asking);
        var now = new Ownership(
                terms,
                owner,
                configured.map(Configured::configuredIn).orElse(null),
                target,
                connection,
                null,
                former(target),
                siteUrl,
                held.map(Ownership::policy).orElse(null),
                true,
                held.map(Ownership::paused).orElse(false));
        if (held.equals(Optional.of(now))) {
            return Optional.empty();
        }
        if (held.isEmpty()) {
            return Optional.of(new EnvironmentOwned(now, How.CLAIMED, owner + " deployed to it first.", by));
        }
        return Optional.of(
                takesOver()
                        ? new EnvironmentOwned(
                                now,
                                How.TAKEN_OVER,
                                "It is configured " + configured.orElseThrow().where() + " for " + owner
                                        + "; it was claimed by " + held.get().owner() + " before.",
                                by)
                        : new EnvironmentOwned(now, How.CHANGED, "A deployment was let in.", by));
    }

    private String owner(Asking asking) {
        var owners = configured.map(Configured::owners).orElse(List.of());
        if (owners.isEmpty()) {
            return held.map(Ownership::owner).orElse(asking.claimant());
        }
        return owners.stream()
                .filter(each -> Ownership.covers(each, asking.job()))
                .findFirst()
                .orElseThrow();
    }

    /** What it leaves behind on the target it runs on until now, to be taken away once it runs on the other. */
    private List<Ownership.Former> former(TargetId target) {
        if (held.isEmpty()) {
            return List.of();
        }
        var former = new ArrayList<>(held.get().former());
        former.removeIf(each -> each.target().equals(target));
        if (held.get().held() && !held.get().target().equals(target)) {
            former.add(new Ownership.Former(
                    held.get().target(),
                    held.get().connection(),
                    held.get().terms().port()));
        }
        return former;
    }
}
