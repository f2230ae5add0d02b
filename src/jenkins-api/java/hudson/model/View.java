package hudson.model;

public abstract class View {
    public native ViewGroup getOwner();
}
