package io.jenkins.plugins.branchgate.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.CredentialsChoice;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.jenkins.forms.RolloutChoice;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentDefinition;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.HttpPath;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.OwnerNames;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.TargetName;
import io.jenkins.plugins.branchgate.model.WebAddress;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An environment that an administrator, or whoever configures a folder, decided about: steps name it and say nothing else
 * of it. Blank means the usual default.
 */
public class ConfiguredEnvironment extends ConfiguredSettings {

    private static final Pattern PASSWORD = Pattern.compile("://[^/@]*:[^/@]*@");

    private String repository;
    private String site;
    private String owners;
    private String target;
    private ApprovalPolicy policy;
    private String pushCredentialsId;

    /** @param name its name, which steps use */
    @DataBoundConstructor
    public ConfiguredEnvironment(String name) {
        super(name);
    }

    /** The address of the site's repository, or null for any. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** The site's folder in the repository, or null for the whole of it. */
    public String getSite() {
        return site;
    }

    @DataBoundSetter
    public void setSite(String site) {
        this.site = Util.fixEmptyAndTrim(site);
    }

    /** Who may deploy and ask, see {@link OwnerNames}, or null for the first that does. */
    public String getOwners() {
        return owners;
    }

    @DataBoundSetter
    public void setOwners(String owners) {
        this.owners = Util.fixEmptyAndTrim(owners);
    }

    /** The name of the target where it runs, or null for the engine that the step reaches. */
    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** What holds for approvals into the branch it follows besides the policy for all, or null for nothing more. */
    public ApprovalPolicy getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(ApprovalPolicy policy) {
        this.policy = policy;
    }

    /** The id of the credential that pushes what was approved into its branch; of the controller's own, so that no job needs it. */
    public String getPushCredentialsId() {
        return pushCredentialsId;
    }

    @DataBoundSetter
    public void setPushCredentialsId(String pushCredentialsId) {
        this.pushCredentialsId = Util.fixEmptyAndTrim(pushCredentialsId);
    }

    /**
     * All of it, parsed.
     *
     * @param configuredIn empty for an administrator's, else the full name of the folder it is configured in
     * @throws InvalidValueException if a value is refused; says which, and of which environment
     */
    public EnvironmentDefinition definition(String configuredIn) {
        var parsed = new EnvironmentName(getName());
        try {
            var definition =
                    EnvironmentDefinition.parse(configuredIn, settings(), parseRepository(), site, owners, target);
            if (getSiteUrl() != null) {
                new WebAddress(getSiteUrl()).value();
            }
            if (policy != null) {
                policy.check();
            }
            checkPushCredential(configuredIn);
            return definition;
        } catch (InvalidValueException e) {
            throw e.in("environment " + parsed);
        }
    }

    /** Follows an owner that got another full name. True if that changed anything; what cannot be read stays as it is. */
    boolean renamed(String from, String to) {
        try {
            var before = OwnerNames.parse(owners);
            var after = before.renamed(from, to);
            if (after.equals(before)) {
                return false;
            }
            owners = after.text();
            return true;
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private String parseRepository() {
        if (repository != null && PASSWORD.matcher(repository).find()) {
            throw new InvalidValueException(
                    "repository",
                    repository.replaceFirst("://[^/]*@", "://"),
                    "an address without a password; choose credentials instead");
        }
        return repository;
    }

    /** Sent to any repository that a job names, the credential would be anybody's; and a folder has no right to it. */
    private void checkPushCredential(String configuredIn) {
        if (pushCredentialsId != null && !configuredIn.isEmpty()) {
            throw new InvalidValueException(
                    "pushCredentialsId", pushCredentialsId, "nothing in a folder; an administrator can set it");
        }
        if (pushCredentialsId != null && repository == null) {
            throw new InvalidValueException(
                    "pushCredentialsId", pushCredentialsId, "a credential only together with the repository it is for");
        }
    }

    /** The form, in the system's configuration and in that of folders. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ConfiguredEnvironment> {
        @Override
        public String getDisplayName() {
            return Messages.ConfiguredEnvironment_DisplayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.required(item, value, EnvironmentName::new);
        }

        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, repository -> {
                var one = new ConfiguredEnvironment("qa");
                one.setRepository(repository);
                return RepositoryAddress.of(one.parseRepository());
            });
        }

        @POST
        public FormValidation doCheckSite(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, SiteFolder::new);
        }

        /** Says also which of them are not there, to those who may know. */
        @POST
        public FormValidation doCheckOwners(@AncestorInPath Item item, @QueryParameter String value) {
            var checked = FieldCheck.optional(item, value, OwnerNames::parse);
            if (checked.kind != FormValidation.Kind.OK || !mayConfigure(item)) {
                return checked;
            }
            String folder = item == null ? "" : item.getFullName();
            var missing = OwnerNames.parse(value).in(folder).names().stream()
                    .filter(name -> Jenkins.get().getItemByFullName(name, Item.class) == null)
                    .toList();
            return missing.isEmpty()
                    ? checked
                    : FormValidation.warning(Messages.ConfiguredEnvironment_NoSuchOwner(
                            InvalidValueException.printable(String.join(", ", missing))));
        }

        @POST
        public ComboBoxModel doFillTargetItems(@AncestorInPath Item item) {
            var names = new ComboBoxModel();
            if (mayConfigure(item)) {
                BranchGateConfiguration.get().getTargets().stream()
                        .map(ConfiguredTarget::getName)
                        .forEach(names::add);
            }
            return names;
        }

        @POST
        public FormValidation doCheckTarget(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, TargetName::new);
        }

        @POST
        public FormValidation doCheckBranch(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, BranchName::new);
        }

        @POST
        public FormValidation doCheckDockerfile(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, SiteFolder::new);
        }

        @POST
        public FormValidation doCheckHealth(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, HttpPath::new);
        }

        @POST
        public FormValidation doCheckSiteUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return FieldCheck.optional(item, value, WebAddress::new);
        }

        @POST
        public ListBoxModel doFillGateItems() {
            var gates = new ListBoxModel();
            gates.add(Messages.ConfiguredEnvironment_DefaultGate(), "");
            gates.add(Messages.ConfiguredEnvironment_OpenGate(), GateRule.OPEN.word());
            gates.add(Messages.ConfiguredEnvironment_ApprovedGate(), GateRule.APPROVED.word());
            return gates;
        }

        @POST
        public ListBoxModel doFillRolloutItems() {
            return RolloutChoice.items();
        }

        /** The controller's own credentials, those of scope System among them: for administrators only. */
        @POST
        public ListBoxModel doFillPushCredentialsIdItems(
                @AncestorInPath Item item,
                @QueryParameter String repository,
                @QueryParameter String pushCredentialsId) {
            return item == null
                    ? CredentialsChoice.of(null, StandardUsernameCredentials.class, repository, pushCredentialsId)
                    : new StandardListBoxModel().includeEmptyValue().includeCurrentValue(pushCredentialsId);
        }

        private static boolean mayConfigure(Item item) {
            return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
        }
    }
}
