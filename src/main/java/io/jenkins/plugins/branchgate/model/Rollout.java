package io.jenkins.plugins.branchgate.model;

/** How a release takes the place of the one before it. */
public enum Rollout {
    /** All its replicas are healthy before the first of them serves; nobody sees both releases. */
    ALL_AT_ONCE("allAtOnce"),

    /** Batch by batch: never more than one batch of replicas more than serve, and both releases serve in between. */
    ROLLING("rolling");

    private final String word;

    Rollout(String word) {
        this.word = word;
    }

    /** The word used in steps and forms. */
    public String word() {
        return word;
    }

    /** @throws InvalidValueException if no rollout has that word */
    public static Rollout parse(String word) {
        for (var rollout : values()) {
            if (rollout.word.equals(word)) {
                return rollout;
            }
        }
        throw new InvalidValueException("rollout", word, "allAtOnce or rolling");
    }
}
