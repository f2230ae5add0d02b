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
import io.jenkins.plugins.branchgate.jenkins.steps.BuildContext;
import io.jenkins.plugins.branchgate.jenkins.steps.QaApprovalRequest;
import io.jenkins.plugins.branchgate.jenkins.steps.QaApprovalStep;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The build step "Ask QA for approval". It never waits, since a freestyle build would hold its executor for as long as
 * people think: the request stays on the build's page, and merge and trigger follow the decision.
 */
public class QaApprovalBuilder extends Builder implements SimpleBuildStep {
    private final QaApprovalStep settings;

    /** @param settings those of the Pipeline step; whether to wait is ignored */
    @DataBoundConstructor
    public QaApprovalBuilder(QaApprovalStep settings) {
        this.settings = settings;
    }

    public QaApprovalStep getSettings() {
        return settings;
    }

    @Override
    public void perform(Run<?, ?> run, FilePath workspace, EnvVars env, Launcher launcher, TaskListener listener)
            throws InterruptedException, IOException {
        new QaApprovalRequest(new BuildContext(run, workspace, listener, null), settings).open();
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
            return Messages.QaApprovalBuilder_DisplayName();
        }
    }
}
