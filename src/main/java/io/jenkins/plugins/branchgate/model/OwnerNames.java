package io.jenkins.plugins.branchgate.model;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Jobs and folders that an environment was given to by its configuration. A folder stands for all that is in it, a
 * multibranch project for its branches.
 *
 * @param names full names, such as {@code shop/deploy}; empty if none are named
 */
public record OwnerNames(List<String> names) {

    private static final int MOST = 100;
    private static final int LONGEST = 500;
    private static final Pattern SEPARATOR = Pattern.compile("[,\\n\\r]+");
    private static final Pattern REFUSED = Pattern.compile("(?:^|/)\\.{0,2}(?:/|$)|[\\\\\\p{Cntrl}\\p{Cf}]");

    /** @throws InvalidValueException if a name cannot be one of a job or folder, or there are more than 100 */
    public OwnerNames {
        names = List.copyOf(names);
        if (names.size() > MOST) {
            throw new InvalidValueException(
                    "owners", names.size() + " names", "at most " + MOST + "; name the folder that holds the jobs");
        }
        for (var name : names) {
            if (name.length() > LONGEST || REFUSED.matcher(name).find()) {
                throw new InvalidValueException(
                        "owner",
                        name,
                        "the name of a job or folder, with / between folder and job, such as shop/deploy; one a line,"
                                + " or with commas between them");
            }
        }
    }

    /** The names in a text, one a line or with commas between them; none if it is null or blank. */
    public static OwnerNames parse(String text) {
        return new OwnerNames(
                text == null
                        ? List.of()
                        : Arrays.stream(SEPARATOR.split(text))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .distinct()
                                .toList());
    }

    /** The same of a folder's configuration, where names are relative to the folder, with their full names. */
    public OwnerNames in(String folder) {
        return folder.isEmpty()
                ? this
                : new OwnerNames(names.stream().map(name -> folder + "/" + name).toList());
    }

    /** True if no names are given. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** True if the job is one of these, or in one of them. */
    public boolean contain(String job) {
        return names.stream().anyMatch(name -> Ownership.covers(name, job));
    }

    /** The names after a job or folder was renamed or moved. */
    public OwnerNames renamed(String from, String to) {
        return new OwnerNames(names.stream()
                .map(name -> Ownership.renamed(name, from, to))
                .distinct()
                .toList());
    }

    /** As {@link #parse} reads it, one a line; null if there are none. */
    public String text() {
        return names.isEmpty() ? null : String.join("\n", names);
    }
}
