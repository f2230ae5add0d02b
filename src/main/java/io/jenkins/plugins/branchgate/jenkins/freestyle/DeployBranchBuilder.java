package io.jenkins.plugins.branchgate.jenkins.freestyle;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.branchgate.jenkins.steps.BranchDeployment;
import io.jenkins.plugins.branchgate.jenkins.steps.BuildContext;
import io.jenkins.plugins.branchgate.jenkins.steps.DeployBranchStep;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.DataBoundConstructor;

/** The build step "Deploy branch to environment". */
public class DeployBranchBuilder extends Builder implements SimpleBuildStep {
    private final DeployBranchStep settings;

    /** @param settings those of the Pipeline step */
    @DataBoundConstructor
    public DeployBranchBuilder(DeployBranchStep settings) {
        this.settings = settings;
    }

    public DeployBranchStep getSettings() {
        return settings;
    }

    @Override
    public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        new BranchDeployment(new BuildContext(run, workspace, listener, null), settings).run();
    }

    /** Offered in every job that has build steps. */
    @Extension
    public static class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public String getDisplayName() {
            return Messages.DeployBranchBuilder_DisplayName();
        }
    }
}
