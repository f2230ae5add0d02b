package hudson.model;

public abstract class Computer {
    public native String getDisplayName();
}
