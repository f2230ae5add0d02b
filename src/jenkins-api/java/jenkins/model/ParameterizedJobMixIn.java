package jenkins.model;

import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;

public abstract class ParameterizedJobMixIn<J extends Job<J, R>, R extends Run<J, R>> {
    public static native Queue.Item scheduleBuild2(Job<?, ?> job, int quietPeriod, Action... actions);
}
