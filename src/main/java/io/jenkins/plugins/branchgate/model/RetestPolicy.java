package io.jenkins.plugins.branchgate.model;

/** When a target branch that moved since QA tested asks for a new QA round. */
public enum RetestPolicy {
    /** Whenever the target moved. */
    ALWAYS("always"),
    /** When the merge would have another tree than the one previewed at the opening. */
    IF_TREE_DIFFERS("ifTreeDiffers"),
    /** Never: any merge without conflicts goes on. */
    NEVER("never");

    private final String word;

    RetestPolicy(String word) {
        this.word = word;
    }

    /** The word used in steps, forms and configuration. */
    public String word() {
        return word;
    }

    /** @throws InvalidValueException if no policy has that word */
    public static RetestPolicy parse(String word) {
        for (var policy : values()) {
            if (policy.word.equals(word)) {
                return policy;
            }
        }
        throw new InvalidValueException("retest policy", word, "always, ifTreeDiffers or never");
    }
}
