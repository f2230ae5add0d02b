package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.FilePath;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Cause;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.branchgate.deploy.Progress;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import jenkins.model.Jenkins;

/**
 * Where a step runs.
 *
 * @param run the build
 * @param workspace the workspace, or null outside a {@code node} block: the step then runs on the controller
 * @param listener the build's log
 * @param step tells the step from all others of the build after a restart, too; null if it does not go on after one
 */
public record BuildContext(Run<?, ?> run, FilePath workspace, TaskListener listener, String step) {
    private static final String PREFIX = "[Branch Gate] ";

    /** Where the build's log and the step hear of a deployment. */
    Progress progress(SiteId site) {
        return new PhaseLog(this, site);
    }

    /** Says in the log, in one sentence, what an abort left; to be thrown. */
    InterruptedException aborted(InterruptedException abort) {
        log(abort.getMessage() == null ? "Aborted. Nothing was changed." : abort.getMessage());
        return abort;
    }

    /** Writes one line to the build's log. */
    void log(String line) {
        listener.getLogger().println(PREFIX + line);
    }

    /** A link in the build's log, behind what it is about; without it if that is not known. */
    static String linked(String what, String url) {
        return url == null ? what : what + ": " + ModelHyperlinkNote.encodeTo(url, url);
    }

    /** To the machine the step runs on, null for the controller. */
    VirtualChannel channel() {
        return workspace == null ? null : workspace.getChannel();
    }

    /** The agent's name, empty for the controller. */
    String node() {
        Computer computer = workspace == null ? null : workspace.toComputer();
        return computer == null ? "" : computer.getName();
    }

    /** The host name that the agent the step runs on has for itself, empty if it knows none; null on the controller. */
    String hostName() throws IOException, InterruptedException {
        Computer computer = workspace == null ? null : workspace.toComputer();
        if (computer == null || computer.getName().isEmpty()) {
            return null;
        }
        String host = computer.getHostName();
        return host == null ? "" : host;
    }

    /** The build's page: absolute if the controller knows its own address. */
    String buildUrl() {
        String root = Jenkins.get().getRootUrl();
        return root == null ? run.getUrl() : root + run.getUrl();
    }

    /** The id of the person who started the build, or null if no person did. */
    String starterId() {
        var user = run.getCause(Cause.UserIdCause.class);
        return user == null ? null : user.getUserId();
    }

    /** Who or what started the build, as people know it. */
    String startedBy() {
        String user = starterId();
        if (user != null) {
            return user;
        }
        var causes = run.getCauses();
        return causes.isEmpty() ? run.getFullDisplayName() : causes.get(0).getShortDescription();
    }
}
