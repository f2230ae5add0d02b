package org.jenkinsci.plugins.workflow.steps;

import java.io.Serializable;

public abstract class StepExecution implements Serializable {
    protected StepExecution(StepContext context) {}

    public native StepContext getContext();

    public abstract boolean start() throws Exception;

    public void stop(Throwable cause) throws Exception {}

    public void onResume() {}

    public String getStatus() {
        return null;
    }
}
