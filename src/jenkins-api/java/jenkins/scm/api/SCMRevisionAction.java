package jenkins.scm.api;

import hudson.model.Actionable;
import hudson.model.InvisibleAction;

public class SCMRevisionAction extends InvisibleAction {
    public static native SCMRevision getRevision(SCMSource source, Actionable actionable);
}
