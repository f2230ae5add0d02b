package io.jenkins.plugins.branchgate.reconcile;

/** How an environment does, as last seen. */
public enum Health {
    /** Nothing was deployed, or the first deployment is under way. */
    NOTHING("runs nothing"),
    /** All replicas answer, the edge sends requests to all of them. */
    HEALTHY("healthy"),
    /** Visitors are served, but something is missing or wrong. */
    DEGRADED("serves, with something wrong"),
    /** No replica that answers is reached. */
    DOWN("does not serve"),
    /** Not looked at yet, or the platform does not answer. */
    UNKNOWN("not known");

    private final String words;

    Health(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
