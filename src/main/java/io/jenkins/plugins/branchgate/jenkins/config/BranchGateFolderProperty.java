package io.jenkins.plugins.branchgate.jenkins.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import hudson.security.ACL;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.RefusedForm;
import io.jenkins.plugins.branchgate.model.EnvironmentDefinition;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Environments configured in a folder, for the jobs in it, by whoever may configure the folder. The plugin that has folders
 * is optional: this class is loaded only where it is.
 */
public class BranchGateFolderProperty extends AbstractFolderProperty<AbstractFolder<?>> {

    private static final System.Logger LOG = System.getLogger(BranchGateFolderProperty.class.getName());

    private final List<ConfiguredEnvironment> environments;

    /** @throws InvalidValueException if one of them is refused, or names a target that no administrator configured */
    @DataBoundConstructor
    public BranchGateFolderProperty(List<ConfiguredEnvironment> environments) {
        this.environments = environments == null ? new ArrayList<>() : new ArrayList<>(environments);
        // Which folder it is is not known yet, and does not matter.
        EnvironmentDefinition.check(
                this.environments.stream()
                        .map(each -> each.definition("folder"))
                        .toList(),
                BranchGateConfiguration.get().targetNames());
    }

    /** The environments; owners are named relative to the folder. */
    public List<ConfiguredEnvironment> getEnvironments() {
        return List.copyOf(environments);
    }

    /** What is configured in the folders that a job is in, and in the job if it is a folder itself, by their full names. */
    static Map<String, List<ConfiguredEnvironment>> above(String job) {
        var found = new LinkedHashMap<String, List<ConfiguredEnvironment>>();
        try (var system = ACL.as2(ACL.SYSTEM2)) {
            for (int end = 0; end != job.length(); ) {
                int next = job.indexOf('/', end + 1);
                end = next < 0 ? job.length() : next;
                var folder = Jenkins.get().getItemByFullName(job.substring(0, end), AbstractFolder.class);
                var property = folder == null ? null : of(folder);
                if (property != null) {
                    found.put(folder.getFullName(), property.getEnvironments());
                }
            }
        }
        return found;
    }

    private static BranchGateFolderProperty of(AbstractFolder<?> folder) {
        return folder.getProperties().get(BranchGateFolderProperty.class);
    }

    /** Follows owners that are renamed or moved within a folder. */
    static void renamed(String from, String to) {
        try (var system = ACL.as2(ACL.SYSTEM2)) {
            for (var folder : Jenkins.get().getAllItems(AbstractFolder.class)) {
                String prefix = folder.getFullName() + "/";
                var property = of(folder);
                if (property != null && from.startsWith(prefix) && to.startsWith(prefix)) {
                    property.renamed(folder, from.substring(prefix.length()), to.substring(prefix.length()));
                }
            }
        }
    }

    private void renamed(AbstractFolder<?> folder, String from, String to) {
        boolean changed = false;
        for (var environment : environments) {
            changed |= environment.renamed(from, to);
        }
        try {
            if (changed) {
                folder.save();
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "It could not be saved that " + from + " in the folder " + folder.getFullName() + " is now " + to
                            + ", which environments configured there name as an owner",
                    e);
        }
    }

    /** The form. */
    @Extension(optional = true)
    @Symbol("branchGate")
    public static class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.BranchGateFolderProperty_DisplayName();
        }

        /** A folder in which nothing is configured has no such property. */
        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject json) throws FormException {
            try {
                var property = (BranchGateFolderProperty) super.newInstance(request, json);
                return property == null || property.environments.isEmpty() ? null : property;
            } catch (RuntimeException | LinkageError e) {
                throw RefusedForm.of(e, "environments");
            }
        }
    }
}
