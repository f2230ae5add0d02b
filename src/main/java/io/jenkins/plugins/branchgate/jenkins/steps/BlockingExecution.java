package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/**
 * Runs a step on a thread of its own. Aborting interrupts that thread, and the step ends when it does: what was begun is
 * undone by then, and the log says what serves. When the controller went down meanwhile, the step ends with what became of
 * the deployment that it had begun; a step that had begun none runs anew.
 */
abstract class BlockingExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String id = UUID.randomUUID().toString();
    private final boolean inWorkspace;
    private transient Thread runner;
    private transient Throwable stopped;

    BlockingExecution(StepContext context) throws IOException, InterruptedException {
        super(context);
        inWorkspace = context.get(FilePath.class) != null;
    }

    /** Does what the step is for. */
    abstract Map<String, Object> carryOut(BuildContext build) throws Exception;

    @Override
    protected final Map<String, Object> run() throws Exception {
        var run = getContext().get(Run.class);
        var build = new BuildContext(run, null, getContext().get(TaskListener.class), id);
        begin();
        try {
            var begun = DeployedAction.begun(run, id);
            var result = begun.isPresent()
                    ? new ResumedDeployment(build, begun.get()).run()
                    : carryOut(new BuildContext(run, workspace(build), build.listener(), id));
            if (end() == null) {
                return result;
            }
        } catch (Exception e) {
            if (end() == null) {
                throw e;
            }
            if (!(e instanceof InterruptedException)) {
                build.log(e.getMessage());
            }
        }
        throw aborted();
    }

    /** With the rights that the build's steps have when they start. */
    @Override
    public void onResume() {
        try (var ignored = ACL.as2(RunAuthorization.unattended(getContext().get(Run.class)))) {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }

    /**
     * Where the step was called. After a restart the agent may take a while to come back, and until then the step must not
     * take the controller for the machine it runs on.
     */
    private FilePath workspace(BuildContext build) throws IOException, InterruptedException {
        if (!inWorkspace) {
            return null;
        }
        var end = Instant.now().plus(LONGEST_WAIT);
        String trouble = "";
        for (int tries = 0; Instant.now().isBefore(end); tries++) {
            try {
                var workspace = getContext().get(FilePath.class);
                if (workspace != null) {
                    return workspace;
                }
            } catch (IOException e) {
                trouble = " " + e.getMessage();
            }
            if (tries == 0) {
                build.log("Waiting for the agent that this step runs on");
            }
            Thread.sleep(PAUSE.toMillis());
        }
        throw new AbortException("The agent that this step ran on did not come back within " + LONGEST_WAIT.toMinutes()
                + " minutes after the restart of Jenkins. Nothing was changed. Bring it back and run the build again."
                + trouble);
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        if (!interrupt(cause)) {
            super.stop(cause);
        }
    }

    private synchronized void begin() {
        runner = Thread.currentThread();
    }

    private synchronized boolean interrupt(Throwable cause) {
        if (runner == null) {
            return false;
        }
        stopped = cause;
        runner.interrupt();
        return true;
    }

    /** From now on it is too late to interrupt; why it was, or null. */
    private synchronized Throwable end() {
        runner = null;
        Thread.interrupted();
        return stopped;
    }

    private synchronized Exception aborted() {
        return stopped instanceof Exception exception ? exception : new IllegalStateException(stopped);
    }
}
