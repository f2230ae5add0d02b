package hudson.plugins.git;

import hudson.model.InvisibleAction;

public class RevisionParameterAction extends InvisibleAction {
    public RevisionParameterAction(String commit) {}
}
