package io.jenkins.plugins.branchgate.jenkins.steps;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/**
 * Runs a step on a thread of its own. Aborting interrupts that thread, and the step ends when it does: what was begun is
 * undone by then, and the log says what serves. A restart of the controller fails the step; the environment is then
 * settled before its next deployment.
 */
abstract class BlockingExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private transient Thread runner;
    private transient Throwable stopped;

    BlockingExecution(StepContext context) {
        super(context);
    }

    /** Does what the step is for. */
    abstract Map<String, Object> carryOut(BuildContext build) throws Exception;

    @Override
    protected final Map<String, Object> run() throws Exception {
        var context = getContext();
        var build =
                new BuildContext(context.get(Run.class), context.get(FilePath.class), context.get(TaskListener.class));
        begin();
        try {
            var result = carryOut(build);
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
