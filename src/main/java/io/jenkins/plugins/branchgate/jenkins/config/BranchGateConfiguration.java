package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.deploy.KeptImages;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.RefusedForm;
import io.jenkins.plugins.branchgate.jenkins.notify.NotificationChannel;
import io.jenkins.plugins.branchgate.model.EnvironmentDefinition;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.TargetName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The section Branch Gate of the system's configuration: targets, environments, the policy for approvals, notifications.
 * What is refused is not saved, by form or as code.
 */
@Extension
@Symbol("branchGate")
public class BranchGateConfiguration extends GlobalConfiguration {

    private static final int DEFAULT_LOG_KIB = 64;
    private static final int MOST_LOG_KIB = 256;
    private static final int MOST_RELEASES = 100;

    private volatile List<ConfiguredTarget> targets = new ArrayList<>();
    private volatile List<ConfiguredEnvironment> environments = new ArrayList<>();
    private volatile ApprovalPolicy policy = new ApprovalPolicy();
    private volatile List<NotificationChannel> notifications = new ArrayList<>();
    private Integer keptLogKiB;
    private Integer keptReleases;

    public BranchGateConfiguration() {
        load();
    }

    /** The configuration of the running controller. */
    public static BranchGateConfiguration get() {
        return ExtensionList.lookupSingleton(BranchGateConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.BranchGateConfiguration_DisplayName();
    }

    /** The places where containers may run, which environments name. */
    public List<ConfiguredTarget> getTargets() {
        return List.copyOf(targets);
    }

    /** @throws InvalidValueException if one of them is refused, or an environment names one that is not among them */
    @DataBoundSetter
    public void setTargets(List<ConfiguredTarget> targets) {
        change(targets, environments);
    }

    /** The environments that an administrator configured; {@link ConfiguredEnvironments} finds the one that is meant. */
    public List<ConfiguredEnvironment> getEnvironments() {
        return List.copyOf(environments);
    }

    /** @throws InvalidValueException if one of them is refused, or names a target that there is not */
    @DataBoundSetter
    public void setEnvironments(List<ConfiguredEnvironment> environments) {
        change(targets, environments);
    }

    /** What holds for approvals, whatever a step says. */
    public ApprovalPolicy getPolicy() {
        return policy;
    }

    /** @throws InvalidValueException if a value in it is refused */
    @DataBoundSetter
    public void setPolicy(ApprovalPolicy policy) {
        var fresh = policy == null ? new ApprovalPolicy() : policy;
        fresh.check();
        this.policy = fresh;
        save();
    }

    /** Who is told. */
    public List<NotificationChannel> getNotifications() {
        return List.copyOf(notifications);
    }

    /** @throws InvalidValueException if a channel refuses its settings */
    @DataBoundSetter
    public void setNotifications(List<NotificationChannel> notifications) {
        var fresh = copy(notifications);
        fresh.forEach(NotificationChannel::check);
        this.notifications = fresh;
        save();
    }

    /** How much is kept of what a container wrote when it is retired, in KiB; 0 for nothing. */
    public int getKeptLogKiB() {
        return keptLogKiB == null ? DEFAULT_LOG_KIB : keptLogKiB;
    }

    /** @throws InvalidValueException if it is not 0 to 256 */
    @DataBoundSetter
    public void setKeptLogKiB(int keptLogKiB) {
        checkLog(keptLogKiB);
        this.keptLogKiB = keptLogKiB;
        save();
    }

    /** How many releases each environment can go back to without building: the images kept of those it ran. */
    public int getKeptReleases() {
        return keptReleases == null ? KeptImages.DEFAULT_EACH : keptReleases;
    }

    /** @throws InvalidValueException if it is not 2, the current one and one to go back to, to 100 */
    @DataBoundSetter
    public void setKeptReleases(int keptReleases) {
        checkReleases(keptReleases);
        this.keptReleases = keptReleases;
        save();
    }

    /** The names of the configured targets. */
    Set<TargetName> targetNames() {
        return names(targets);
    }

    /** Follows a job or folder that is named as an owner and got another full name. */
    void renamed(String from, String to) {
        boolean changed = false;
        for (var environment : environments) {
            changed |= environment.renamed(from, to);
        }
        for (var target : targets) {
            changed |= target.renamed(from, to);
        }
        if (changed) {
            save();
        }
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        var form = new Form();
        try {
            request.bindJSON(form, json);
            check(copy(form.targets), copy(form.environments));
            if (form.policy != null) {
                form.policy.check();
            }
            copy(form.notifications).forEach(NotificationChannel::check);
            checkLog(form.keptLogKiB == null ? DEFAULT_LOG_KIB : form.keptLogKiB);
            checkReleases(form.keptReleases == null ? KeptImages.DEFAULT_EACH : form.keptReleases);
        } catch (RuntimeException | LinkageError e) {
            throw RefusedForm.of(e, "branchGate");
        }
        targets = copy(form.targets);
        environments = copy(form.environments);
        policy = form.policy == null ? new ApprovalPolicy() : form.policy;
        notifications = copy(form.notifications);
        keptLogKiB = form.keptLogKiB;
        keptReleases = form.keptReleases;
        save();
        return true;
    }

    /**
     * Saves what is right. Configuration as Code sets targets and environments one after the other, in any order, and saves
     * once: then they are looked at together.
     *
     * @throws InvalidValueException if targets and environments do not fit together
     */
    @Override
    public synchronized void save() {
        if (!BulkChange.contains(this)) {
            check(targets, environments);
            super.save();
        }
    }

    private void change(List<ConfiguredTarget> targets, List<ConfiguredEnvironment> environments) {
        var newTargets = copy(targets);
        var newEnvironments = copy(environments);
        if (BulkChange.contains(this)) {
            names(newTargets);
            newEnvironments.forEach(each -> each.definition(""));
        } else {
            check(newTargets, newEnvironments);
        }
        this.targets = newTargets;
        this.environments = newEnvironments;
        save();
    }

    private static void check(List<ConfiguredTarget> targets, List<ConfiguredEnvironment> environments) {
        var names = names(targets);
        EnvironmentDefinition.check(
                environments.stream().map(each -> each.definition("")).toList(), names);
    }

    private static Set<TargetName> names(List<ConfiguredTarget> targets) {
        var names = new HashSet<TargetName>();
        for (var target : targets) {
            if (!names.add(target.check())) {
                throw new InvalidValueException(
                        "target", target.getName(), "one entry for each name, and there are two");
            }
        }
        return names;
    }

    private static void checkLog(int keptLogKiB) {
        if (keptLogKiB < 0 || keptLogKiB > MOST_LOG_KIB) {
            throw new InvalidValueException(
                    "keptLogKiB", Integer.toString(keptLogKiB), "0 (keep nothing) to " + MOST_LOG_KIB);
        }
    }

    private static void checkReleases(int keptReleases) {
        if (keptReleases < 2 || keptReleases > MOST_RELEASES) {
            throw new InvalidValueException(
                    "keptReleases",
                    Integer.toString(keptReleases),
                    "2 (the current one and one to go back to) to " + MOST_RELEASES);
        }
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? new ArrayList<>() : new ArrayList<>(list);
    }

    /**
     * What the form says, before any of it is believed. Stapler fills public fields only; a list that the form leaves empty is
     * not sent at all.
     */
    public static final class Form {
        public List<ConfiguredTarget> targets;
        public List<ConfiguredEnvironment> environments;
        public ApprovalPolicy policy;
        public List<NotificationChannel> notifications;
        public Integer keptLogKiB;
        public Integer keptReleases;
    }
}
