package io.jenkins.plugins.branchgate.jenkins.config;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.deploy.KeptImages;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.notification.NotificationChannel;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The section Branch Gate of the system's configuration: environments, the policy for approvals, notifications. */
@Extension
@Symbol("branchGate")
public class BranchGateConfiguration extends GlobalConfiguration {

    private static final int DEFAULT_LOG_KIB = 64;
    private static final int MOST_LOG_KIB = 256;
    private static final int MOST_RELEASES = 100;

    private List<ConfiguredEnvironment> environments = new ArrayList<>();
    private ApprovalPolicy policy = new ApprovalPolicy();
    private List<NotificationChannel> notifications = new ArrayList<>();
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

    /** The environments that steps may name. */
    public List<ConfiguredEnvironment> getEnvironments() {
        return List.copyOf(environments);
    }

    @DataBoundSetter
    public void setEnvironments(List<ConfiguredEnvironment> environments) {
        this.environments = environments == null ? new ArrayList<>() : new ArrayList<>(environments);
        save();
    }

    /** The configured environment of that name, if there is one. */
    public Optional<ConfiguredEnvironment> environment(String name) {
        return getEnvironments().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst();
    }

    /** What holds for approvals unless a step says otherwise. */
    public ApprovalPolicy getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(ApprovalPolicy policy) {
        this.policy = policy == null ? new ApprovalPolicy() : policy;
        save();
    }

    /** Who is told. */
    public List<NotificationChannel> getNotifications() {
        return List.copyOf(notifications);
    }

    @DataBoundSetter
    public void setNotifications(List<NotificationChannel> notifications) {
        this.notifications = notifications == null ? new ArrayList<>() : new ArrayList<>(notifications);
        save();
    }

    /** How much is kept of what a container wrote when it is retired, in KiB; 0 for nothing. */
    public int getKeptLogKiB() {
        return keptLogKiB == null ? DEFAULT_LOG_KIB : keptLogKiB;
    }

    /** @throws InvalidValueException if it is not 0 to 256 */
    @DataBoundSetter
    public void setKeptLogKiB(int keptLogKiB) {
        if (keptLogKiB < 0 || keptLogKiB > MOST_LOG_KIB) {
            throw new InvalidValueException(
                    "keptLogKiB", Integer.toString(keptLogKiB), "0 (keep nothing) to " + MOST_LOG_KIB);
        }
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
        if (keptReleases < 2 || keptReleases > MOST_RELEASES) {
            throw new InvalidValueException(
                    "keptReleases",
                    Integer.toString(keptReleases),
                    "2 (the current one and one to go back to) to " + MOST_RELEASES);
        }
        this.keptReleases = keptReleases;
        save();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) {
        // A list that the form left empty is not sent at all.
        environments = new ArrayList<>();
        notifications = new ArrayList<>();
        request.bindJSON(this, json);
        save();
        return true;
    }
}
