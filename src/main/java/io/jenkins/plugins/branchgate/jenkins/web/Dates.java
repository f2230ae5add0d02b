package io.jenkins.plugins.branchgate.jenkins.web;

import hudson.Util;
import java.time.Instant;
import java.util.Date;

/** Points in time as Jelly's tags want them. */
public final class Dates {

    /** The instant, or null. */
    public Date date(Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    /** How long ago, in words of the viewer's language. */
    public String ago(Instant instant) {
        return Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - instant.toEpochMilli()));
    }
}
