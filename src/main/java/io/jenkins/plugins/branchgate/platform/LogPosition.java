package io.jenkins.plugins.branchgate.platform;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * How far a replica's log was read. It is a place in time and not in a file, so that it stays good when the platform
 * rotates the log's files.
 *
 * @param seconds of the newest entry that was read, since 1970; 0 if none was
 * @param nanos the same entry's fraction of a second, 0 to 999,999,999
 * @param read how many entries of exactly that instant were read
 */
public record LogPosition(long seconds, int nanos, int read) implements Serializable {

    /** Nothing was read yet. */
    public static final LogPosition START = new LogPosition(0, 0, 0);

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,12})\\.([0-9]{1,9})\\.([0-9]{1,9})");

    public LogPosition {
        if (seconds < 0 || nanos < 0 || nanos > 999_999_999 || read < 0) {
            throw new InvalidValueException(
                    "log position", seconds + "." + nanos + "." + read, "three numbers from 0 on");
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text null or empty for the start
     * @throws InvalidValueException if it is anything else
     */
    public static LogPosition parse(String text) {
        if (text == null || text.isEmpty()) {
            return START;
        }
        var parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("log position", text, "what an earlier answer gave as next, or nothing");
        }
        return new LogPosition(
                Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    @Override
    public String toString() {
        return seconds + "." + nanos + "." + read;
    }
}
