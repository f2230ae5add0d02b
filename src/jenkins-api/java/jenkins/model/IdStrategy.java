package jenkins.model;

public abstract class IdStrategy {
    public native String keyFor(String id);

    public native boolean equals(String one, String other);
}
