package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.Objects;

/**
 * Whether a merge may be made onto a tip of the target.
 *
 * @param goOn true to merge onto that tip
 * @param why why not, in words for people; empty if it may
 */
public record TipCheck(boolean goOn, String why) implements Serializable {

    public TipCheck {
        Objects.requireNonNull(why, "why");
    }

    /** The merge may go on. */
    public static TipCheck allow() {
        return new TipCheck(true, "");
    }

    /** The merge stops. */
    public static TipCheck refuse(String why) {
        return new TipCheck(false, why);
    }
}
