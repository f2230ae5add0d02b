package io.jenkins.plugins.branchgate.deploy;

/** The right to change one environment; at most one exists at a time. Closing it lets the next in; closing twice is harmless. */
public interface Turn extends AutoCloseable {

    @Override
    void close();
}
