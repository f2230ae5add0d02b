package hudson.model;

public final class Result {
    public static final Result ABORTED = null;
    public static final Result FAILURE = null;
}
