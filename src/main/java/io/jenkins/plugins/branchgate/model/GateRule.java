package io.jenkins.plugins.branchgate.model;

/** The rule that says whether a commit may enter an environment. */
public enum GateRule {
    /** Any commit may. */
    OPEN("open"),

    /** Only the outcome of an approved merge, or once the branch's head while the environment never ran anything. */
    APPROVED("approved");

    private final String word;

    GateRule(String word) {
        this.word = word;
    }

    /** The word used in steps and forms. */
    public String word() {
        return word;
    }

    /** @throws InvalidValueException if no rule has that word */
    public static GateRule parse(String word) {
        for (var rule : values()) {
            if (rule.word.equals(word)) {
                return rule;
            }
        }
        throw new InvalidValueException("gate", word, "open or approved");
    }
}
