package io.jenkins.plugins.branchgate.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * Whether a merge may be made onto a tip of the target.
 *
 * @param goOn true to merge onto that tip
 * @param why why not, in words for people; empty if it may
 */
public record Decision(boolean goOn, String why) implements Serializable {

    public Decision {
        Objects.requireNonNull(why, "why");
    }

    /** The merge may go on. */
    public static Decision allow() {
        return new Decision(true, "");
    }

    /** The merge stops. */
    public static Decision refuse(String why) {
        return new Decision(false, why);
    }
}
