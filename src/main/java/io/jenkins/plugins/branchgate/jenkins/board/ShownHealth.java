package io.jenkins.plugins.branchgate.jenkins.board;

import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.reconcile.EnvironmentStatus;
import java.time.Instant;

/**
 * How an environment was found.
 *
 * @param state healthy, unhealthy or unknown
 * @param words what was found, for people
 * @param at when
 */
public record ShownHealth(State state, String words, Instant at) {

    /** What can be found. */
    public enum State {
        HEALTHY,
        UNHEALTHY,
        UNKNOWN
    }

    /** True only if it was asked and every replica answers. */
    public boolean healthy() {
        return state == State.HEALTHY;
    }

    /** Says the same as the state. */
    public String icon() {
        return switch (state) {
            case HEALTHY -> "symbol-checkmark-circle-outline plugin-ionicons-api";
            case UNHEALTHY -> "symbol-warning-outline plugin-ionicons-api";
            case UNKNOWN -> "symbol-help-circle-outline plugin-ionicons-api";
        };
    }

    static ShownHealth unknown(String why, Instant at) {
        return new ShownHealth(State.UNKNOWN, why, at);
    }

    /** What the reconciler saw. */
    static ShownHealth of(EnvironmentStatus status) {
        int replicas = status.current().orElseThrow().environment().replicas();
        String why = String.join("; ", status.findings());
        return switch (status.health()) {
            case HEALTHY ->
                new ShownHealth(
                        State.HEALTHY,
                        replicas == 1 ? "Its container answers" : "Its " + replicas + " containers answer",
                        status.seenAt());
            case DEGRADED -> new ShownHealth(State.UNHEALTHY, "Serves, with something wrong: " + why, status.seenAt());
            case DOWN -> new ShownHealth(State.UNHEALTHY, "Does not answer: " + why, status.seenAt());
            case NOTHING, UNKNOWN -> unknown("Not known: " + why, status.seenAt());
        };
    }

    /** What an edge's own checks say about the replicas behind it. */
    static ShownHealth of(EdgeState edge, Instant at) {
        int routed = edge.routed().size();
        int up = edge.up().size();
        if (!edge.present() || !edge.running()) {
            return new ShownHealth(
                    State.UNHEALTHY,
                    "Does not answer: its entry container " + (edge.present() ? "is stopped" : "is gone"),
                    at);
        }
        if (routed == 0) {
            return new ShownHealth(State.UNHEALTHY, "Does not answer: no container serves it", at);
        }
        String words = routed == 1
                ? (up == 1 ? "Its container answers" : "Its container does not answer")
                : up + " of its " + routed + " containers answer";
        return new ShownHealth(up == routed ? State.HEALTHY : State.UNHEALTHY, words, at);
    }
}
