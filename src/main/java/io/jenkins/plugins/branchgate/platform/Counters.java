package io.jenkins.plugins.branchgate.platform;

import java.io.Serializable;

/**
 * An edge's running totals since it started; subtract two readings to learn what happened between.
 *
 * @param requests requests answered
 * @param serverErrors 5xx answers
 * @param lost requests that no replica answered: connection and response errors that a visitor saw
 */
public record Counters(long requests, long serverErrors, long lost) implements Serializable {

    /** What was counted since an earlier reading; a reading after the edge restarted counts from zero. */
    public Counters since(Counters earlier) {
        return requests < earlier.requests
                ? this
                : new Counters(requests - earlier.requests, serverErrors - earlier.serverErrors, lost - earlier.lost);
    }
}
