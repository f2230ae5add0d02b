package io.jenkins.plugins.branchgate.jenkins.board;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.User;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.Owners;
import io.jenkins.plugins.branchgate.jenkins.connect.ConfiguredPorts;
import io.jenkins.plugins.branchgate.jenkins.connect.Targets;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned.How;
import io.jenkins.plugins.branchgate.model.ApprovalRules;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.WebAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;

/**
 * What people with authority change of an environment and no step can: its owner, its target, the settings that hold, and
 * whether it is healed. Takes <em>Job/Configure</em> on the owner, and for another owner on that one as well; an environment
 * whose owner is gone, and pausing, take an administrator. What is configured is changed in the configuration. Everything is
 * recorded with who did it; settings and target take effect at the next deployment.
 */
public final class EnvironmentChange {

    private static final int LONGEST = 10_000;
    private static final List<String> SETTINGS = List.of(
            "branch",
            "port",
            "dockerfile",
            "health",
            "healthTimeout",
            "drain",
            "watch",
            "gate",
            "rollout",
            "batch",
            "containerPort");
    private static final String NAMES = "owner, target, paused, policy, siteUrl, " + String.join(", ", SETTINGS);

    private EnvironmentChange() {}

    /**
     * Reads changes, one a line.
     *
     * @throws InvalidValueException if a line is not {@code name=value}, or there are none
     */
    public static Map<String, String> parse(String text) {
        if (text != null && text.length() > LONGEST) {
            throw new InvalidValueException("list of changes", text, "at most " + LONGEST + " characters");
        }
        var changes = new LinkedHashMap<String, String>();
        for (var line : (text == null ? "" : text).split("\\R")) {
            if (line.isBlank()) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new InvalidValueException("change", line, "name=value, one a line; names are " + NAMES);
            }
            changes.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        if (changes.isEmpty()) {
            throw new InvalidValueException("list of changes", text, "name=value, one a line; names are " + NAMES);
        }
        return changes;
    }

    /**
     * Carries changes out as the calling user: all of them, or none.
     *
     * @return what was done, in a sentence
     * @throws InvalidValueException if there is no such environment, or a value is refused
     * @throws NotAdmittedException if the address that is asked for is another environment's
     */
    public static String apply(SiteId site, EnvironmentName environment, Map<String, String> changes)
            throws IOException, NotAdmittedException {
        var before = Owners.readable(site, environment);
        boolean onlyPausing = changes.keySet().equals(Set.of("paused"));
        if (!onlyPausing) {
            Owners.check(before, Item.CONFIGURE);
            requireClaimed(before);
        }
        var after = changed(before, changes);
        if (after.equals(before)) {
            return Messages.EnvironmentChange_Nothing(environment);
        }
        requireOwnBranch(site, before, after);
        requireNotConfigured(site, before, after);
        String what = describe(before, after);
        var user = User.current();
        String by = user == null ? Jenkins.getAuthentication2().getName() : user.getFullName();
        BranchGate.get()
                .addresses()
                .claim(
                        site,
                        BranchGate.get().ledger(site),
                        Optional.of(before),
                        Optional.of(new EnvironmentOwned(after, How.ORDERED, what, by)),
                        after);
        return Messages.EnvironmentChange_Done(environment, what);
    }

    private static void requireClaimed(Ownership before) {
        if (before.configured()) {
            throw new InvalidValueException(
                    "change of environment " + before.name(),
                    null,
                    "a change where it is configured, "
                            + (before.configuredIn().isEmpty()
                                    ? "Manage Jenkins → System → Branch Gate"
                                    : "in the folder " + before.configuredIn()));
        }
    }

    /** A gate that is closed behind somebody's branch would ask its own people for each of their approvals. */
    private static void requireOwnBranch(SiteId site, Ownership before, Ownership after) throws IOException {
        var branch = after.terms().branch();
        if (!after.gated() || before.gated() && before.terms().branch().equals(branch)) {
            return;
        }
        for (var other : Owners.gatedBy(site, branch)) {
            if (!other.name().equals(after.name()) && !Owners.has(other, Item.CONFIGURE)) {
                throw new InvalidValueException(
                        "branch of environment " + after.name() + " with a closed gate",
                        branch.value(),
                        "one that no closed gate of another owner follows");
            }
        }
    }

    /** An administrator's configured port is its environment's also before that first runs. */
    private static void requireNotConfigured(SiteId site, Ownership before, Ownership after)
            throws IOException, NotAdmittedException {
        var port = after.terms().port();
        if (port.equals(before.terms().port())) {
            return;
        }
        var holder =
                ConfiguredPorts.holder(site, after.name(), after.owner(), after.connection(), after.target(), port);
        if (holder.isPresent()) {
            throw NotAdmittedException.addressTaken(port, after.connection(), holder.get());
        }
    }

    private static Ownership changed(Ownership before, Map<String, String> changes) {
        var after = before;
        var settings = new LinkedHashMap<String, String>();
        for (var change : changes.entrySet()) {
            String value = change.getValue();
            switch (change.getKey()) {
                case "owner" -> after = after.withOwner(owner(value));
                case "target" -> after = after.withNext(target(value, before.owner()));
                case "siteUrl" -> after = after.withSiteUrl(value.isEmpty() ? null : new WebAddress(value).value());
                case "policy" -> after = after.withPolicy(policy(value));
                case "paused" -> {
                    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
                    after = after.withPaused(bool(value));
                }
                default -> {
                    if (!SETTINGS.contains(change.getKey())) {
                        throw new InvalidValueException("change", change.getKey(), "one of " + NAMES);
                    }
                    settings.put(change.getKey(), value);
                }
            }
        }
        return settings.isEmpty() ? after : after.withTerms(terms(after.terms(), settings));
    }

    private static Environment terms(Environment now, Map<String, String> said) {
        var other = new EnvironmentSettings(
                now.name().value(),
                said.get("branch"),
                number("port", said),
                null,
                said.get("dockerfile"),
                said.get("health"),
                number("healthTimeout", said),
                number("drain", said),
                number("watch", said),
                said.get("gate"),
                said.get("rollout"),
                number("batch", said),
                "".equals(said.get("containerPort")) ? null : number("containerPort", said));
        var terms = other.orElse(EnvironmentSettings.of(now)).environment();
        if ("".equals(said.get("dockerfile"))) {
            terms = terms.withDockerfile(null);
        }
        return "".equals(said.get("containerPort")) ? terms.withContainerPort(null) : terms;
    }

    private static Integer number(String name, Map<String, String> said) {
        String text = said.get(name);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(name, text, "a whole number");
        }
    }

    private static boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new InvalidValueException("paused", text, "true or false");
        }
        return Boolean.parseBoolean(text);
    }

    /** The next approval's terms then hold anew. */
    private static ApprovalRules policy(String text) {
        if (!text.equals("reset")) {
            throw new InvalidValueException("policy", text, "reset: what the next approval asks for then holds anew");
        }
        return null;
    }

    /** The caller needs the same permission there; an item that it may not see is answered as one that is not there. */
    private static String owner(String fullName) {
        var item = Jenkins.get().getItemByFullName(fullName, Item.class);
        if (item == null) {
            throw new InvalidValueException("owner", fullName, "the full name of a job or folder, such as team/shop");
        }
        var claimant = item instanceof Job<?, ?> job ? Owners.claimant(job) : item.getFullName();
        Owners.item(claimant).orElseThrow().checkPermission(Item.CONFIGURE);
        return claimant;
    }

    private static TargetConnection target(String name, String owner) {
        if (name.equals("any")) {
            return TargetConnection.AS_REACHED;
        }
        if (Targets.named(name).filter(each -> each.mayUse(owner)).isEmpty()) {
            throw new InvalidValueException(
                    "target",
                    name,
                    "the name of a configured target that is for the environment's owner, or 'any' for the engine that the owner's next deployment reaches");
        }
        return TargetConnection.configured(name);
    }

    private static String describe(Ownership before, Ownership after) {
        var said = new ArrayList<String>();
        if (!Objects.equals(after.owner(), before.owner())) {
            said.add("owner " + after.owner() + " instead of "
                    + (before.owner() == null ? "the administrators" : before.owner()));
        }
        if (after.next() != null && !after.next().equals(before.next())) {
            said.add("next deployment to " + after.next().describe());
        }
        if (after.paused() != before.paused()) {
            said.add(after.paused() ? "not healed" : "healed again");
        }
        if (!Objects.equals(after.policy(), before.policy())) {
            said.add("the terms of the next approval hold anew");
        }
        if (after.siteUrl() != null && !after.siteUrl().equals(before.siteUrl())) {
            said.add("siteUrl " + after.siteUrl());
        }
        EnvironmentSettings.differences(EnvironmentSettings.of(after.terms()), EnvironmentSettings.of(before.terms()))
                .forEach(each -> said.add(each.setting() + " " + each.asked() + " instead of " + each.effective()));
        return String.join(", ", said);
    }
}
