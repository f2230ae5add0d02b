package io.jenkins.plugins.branchgate.model;

/** How an approval brings the tested commit into the target branch. */
public enum MergeStrategy {
    /** A merge commit with the target's tip as first parent, also where a fast-forward would do. */
    MERGE("merge"),
    /** The target branch moves to the tested commit; refused when the target has commits the tested one lacks. */
    FAST_FORWARD_ONLY("fast-forward-only"),
    /** One new commit on the target with the merge's tree and only the target's tip as parent. */
    SQUASH("squash");

    private final String word;

    MergeStrategy(String word) {
        this.word = word;
    }

    /** The word used in steps, forms and the ledger's messages. */
    public String word() {
        return word;
    }

    /** @throws InvalidValueException if no strategy has that word */
    public static MergeStrategy parse(String word) {
        for (var strategy : values()) {
            if (strategy.word.equals(word)) {
                return strategy;
            }
        }
        throw new InvalidValueException("merge strategy", word, "merge, fast-forward-only or squash");
    }
}
