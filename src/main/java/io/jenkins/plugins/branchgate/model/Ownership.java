package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose an environment is, where it runs, and on which terms. Recorded when its owner claims it, which is the first
 * deployment that was let in, and whenever someone with authority changes it. A step never loosens it.
 *
 * @param terms the settings that hold: name, branch, port, gate and, where the gate takes approved merges only, all others
 * @param owner the full name of the job, multibranch project or folder that it belongs to; null once that was deleted,
 *     which leaves it to the administrators
 * @param configuredIn where it is configured: empty for the administrators' configuration, else a folder's full name; null
 *     if it was claimed by a step
 * @param target what it runs on
 * @param connection how that is reached
 * @param next where the next deployment goes, because someone moved it; null otherwise
 * @param former targets it was moved away from and still has containers and its address on
 * @param siteUrl where people find it
 * @param policy what approvals into its branch must at least ask for, or null if nothing was claimed
 * @param held true while its address is its own; false once it was removed
 * @param paused true while it is not healed, because an administrator said so
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Ownership(
        Environment terms,
        String owner,
        String configuredIn,
        TargetId target,
        TargetConnection connection,
        TargetConnection next,
        List<Former> former,
        String siteUrl,
        ApprovalRules policy,
        boolean held,
        boolean paused)
        implements Serializable {

    /**
     * A target that an environment was moved away from.
     *
     * @param target what it ran on
     * @param connection how that was reached
     * @param port the port it had there
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Former(TargetId target, TargetConnection connection, Port port) implements Serializable {}

    public Ownership {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(connection, "connection");
        former = former == null ? List.of() : List.copyOf(former);
    }

    /** The environment's name. */
    @JsonIgnore
    public EnvironmentName name() {
        return terms.name();
    }

    /** True if only approved merges may enter. */
    @JsonIgnore
    public boolean gated() {
        return terms.gate() == GateRule.APPROVED;
    }

    /** True if its settings come from a configuration, where they are changed. */
    @JsonIgnore
    public boolean configured() {
        return configuredIn != null;
    }

    /** True if a job is the owner, or lies in it. */
    public boolean belongsTo(String job) {
        return owner != null && covers(owner, job);
    }

    /** True if an item is the other, or a folder above it. */
    public static boolean covers(String item, String other) {
        return other != null && (item.equals(other) || other.startsWith(item + "/"));
    }

    /** The full name that an item has after another, or a folder above it, was renamed or moved. */
    public static String renamed(String name, String from, String to) {
        return covers(from, name) ? to + name.substring(from.length()) : name;
    }

    /** How a target that it runs on, or ran on, is reached; empty for one that it has nothing on. */
    public Optional<TargetConnection> connectionTo(TargetId wanted) {
        return target.equals(wanted)
                ? Optional.of(connection)
                : former.stream()
                        .filter(each -> each.target().equals(wanted))
                        .map(Former::connection)
                        .findFirst();
    }

    /** True if the port of that target is this environment's. */
    public boolean reserves(TargetId where, Port port) {
        return held && target.equals(where) && terms.port().equals(port)
                || former.stream()
                        .anyMatch(each ->
                                each.target().equals(where) && each.port().equals(port));
    }

    public Ownership withTerms(Environment other) {
        return new Ownership(
                other, owner, configuredIn, target, connection, next, former, siteUrl, policy, held, paused);
    }

    /** @param other the full name of an item, or null when it was deleted */
    public Ownership withOwner(String other) {
        return new Ownership(
                terms, other, configuredIn, target, connection, next, former, siteUrl, policy, held, paused);
    }

    public Ownership withConfiguredIn(String other) {
        return new Ownership(terms, owner, other, target, connection, next, former, siteUrl, policy, held, paused);
    }

    public Ownership withConnection(TargetConnection other) {
        return new Ownership(terms, owner, configuredIn, target, other, next, former, siteUrl, policy, held, paused);
    }

    public Ownership withNext(TargetConnection other) {
        return new Ownership(
                terms, owner, configuredIn, target, connection, other, former, siteUrl, policy, held, paused);
    }

    public Ownership withFormer(List<Former> other) {
        return new Ownership(
                terms, owner, configuredIn, target, connection, next, other, siteUrl, policy, held, paused);
    }

    public Ownership withSiteUrl(String other) {
        return new Ownership(terms, owner, configuredIn, target, connection, next, former, other, policy, held, paused);
    }

    public Ownership withPolicy(ApprovalRules other) {
        return new Ownership(
                terms, owner, configuredIn, target, connection, next, former, siteUrl, other, held, paused);
    }

    public Ownership withHeld(boolean other) {
        return new Ownership(
                terms, owner, configuredIn, target, connection, next, former, siteUrl, policy, other, paused);
    }

    public Ownership withPaused(boolean other) {
        return new Ownership(
                terms, owner, configuredIn, target, connection, next, former, siteUrl, policy, held, other);
    }
}
