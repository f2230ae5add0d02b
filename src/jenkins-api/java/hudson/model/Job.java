package hudson.model;

public abstract class Job<J extends Job<J, R>, R extends Run<J, R>> extends AbstractItem {
    public native R getBuildByNumber(int number);

    public native R getLastBuild();
}
