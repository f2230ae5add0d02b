package hudson.model;

public abstract class Descriptor<T extends Describable<T>> {
    protected Descriptor() {}

    protected Descriptor(Class<? extends T> type) {}

    public native String getDisplayName();

    public native void load();

    public native void save();

    public static class FormException extends Exception {}
}
