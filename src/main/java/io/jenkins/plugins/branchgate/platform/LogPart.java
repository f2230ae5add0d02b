package io.jenkins.plugins.branchgate.platform;

import java.io.Serializable;

/**
 * A part of what a replica wrote to its standard output and error, as it came: it may hold anything.
 *
 * @param text oldest first; empty if nothing was written
 * @param next where to go on
 * @param cut true if text between the position asked for and this part was left out, because it was too much
 */
public record LogPart(String text, LogPosition next, boolean cut) implements Serializable {

    /** The newest characters, at most that many: who was asked for so much may have sent more. */
    public LogPart last(int most) {
        int from = text.length() - most;
        if (from <= 0) {
            return this;
        }
        from += Character.isLowSurrogate(text.charAt(from)) ? 1 : 0;
        return new LogPart(text.substring(from), next, true);
    }
}
