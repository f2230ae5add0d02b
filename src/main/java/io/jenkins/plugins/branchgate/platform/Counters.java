package io.jenkins.plugins.branchgate.platform;

import java.io.Serializable;

/**
 * An edge's running totals since it started; subtract two readings to learn what happened between. None is negative,
 * whoever sent it.
 *
 * @param run tells one start of an edge from the next, which counts from zero; 0 if none runs
 * @param requests requests answered
 * @param serverErrors 5xx answers of replicas; what is lost is not among them
 * @param lost requests that no replica answered: connection and response errors that a visitor saw
 */
public record Counters(long run, long requests, long serverErrors, long lost) implements Serializable {

    /** What there is to read where no edge runs. */
    public static final Counters NONE = new Counters(0, 0, 0, 0);

    /** Totals, of which no negative one is taken. */
    public Counters {
        requests = Math.max(0, requests);
        serverErrors = Math.max(0, serverErrors);
        lost = Math.max(0, lost);
    }

    /**
     * What was counted since an earlier reading: all of it, if the edge started anew in between. An edge that tells no
     * run is seen to have started anew if any total is smaller.
     */
    public Counters since(Counters earlier) {
        boolean anew = run != earlier.run
                || requests < earlier.requests
                || serverErrors < earlier.serverErrors
                || lost < earlier.lost;
        return anew
                ? this
                : new Counters(
                        run, requests - earlier.requests, serverErrors - earlier.serverErrors, lost - earlier.lost);
    }
}
