package hudson.model;

public abstract class Label {
    public final native String getName();
}
