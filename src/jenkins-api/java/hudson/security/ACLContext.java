package hudson.security;

public class ACLContext implements AutoCloseable {
    @Override
    public native void close();
}
