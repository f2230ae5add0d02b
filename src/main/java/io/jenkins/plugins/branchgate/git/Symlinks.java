package io.jenkins.plugins.branchgate.git;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Follows a site's symbolic links, through each other, as a file system would. A link to something that is not there
 * stays inside as long as no step of its path leads out.
 */
final class Symlinks {

    private static final int MOST_STEPS = 4_000;
    /** For all links together: links through links take the product of their numbers. */
    private static final int MOST_STEPS_IN_ALL = 2_000_000;

    private static final int MOST_LINKS = 40;

    private final Map<String, String> links;
    private int steps;

    /** @param links target by path, both relative to the site's folder, with {@code /} between names */
    Symlinks(Map<String, String> links) {
        this.links = links;
    }

    /** True if following that link leads out of the site's folder, to nowhere, or never ends. */
    boolean leaves(String link) {
        Deque<String> ahead = new ArrayDeque<>(List.of(link.split("/")));
        var here = new ArrayDeque<String>();
        int followed = 0;
        for (int step = 0; !ahead.isEmpty(); step++) {
            if (step > MOST_STEPS || ++steps > MOST_STEPS_IN_ALL || followed > MOST_LINKS) {
                return true;
            }
            String name = ahead.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (here.isEmpty()) {
                    return true;
                }
                here.removeLast();
                continue;
            }
            here.addLast(name);
            String target = links.get(String.join("/", here));
            if (target != null) {
                if (target.isEmpty()
                        || target.startsWith("/")
                        || target.indexOf('\\') >= 0
                        || target.indexOf('\0') >= 0) {
                    return true;
                }
                followed++;
                here.removeLast();
                var names = target.split("/");
                for (int i = names.length - 1; i >= 0; i--) {
                    ahead.push(names[i]);
                }
            }
        }
        return false;
    }
}
