package io.jenkins.plugins.branchgate.jenkins;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which build a build's URL means, told from the URL alone, so that the build need not be loaded and the controller's own
 * address may have changed since.
 *
 * @param job the job's full name, folders before it
 * @param number the build's number
 */
public record BuildAddress(String job, int number) {

    private static final Pattern SHAPE = Pattern.compile("(?:^|.*?/)(job/[^?#]+?)/([0-9]{1,9})/?");

    /**
     * Reads the {@code job/<folder>/job/<name>/<number>/} at the end of a URL, whatever stands before it.
     *
     * @return empty if the URL is null or has no such end
     */
    public static Optional<BuildAddress> parse(String url) {
        var matcher = SHAPE.matcher(url == null ? "" : url);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var parts = matcher.group(1).split("/", -1);
        var names = new ArrayList<String>();
        for (int i = 0; i < parts.length; i += 2) {
            if (!parts[i].equals("job") || i + 1 == parts.length || parts[i + 1].isEmpty()) {
                return Optional.empty();
            }
            names.add(decoded(parts[i + 1]));
        }
        return Optional.of(new BuildAddress(String.join("/", names), Integer.parseInt(matcher.group(2))));
    }

    /**
     * This build's URL, made from another one of the same controller.
     *
     * @param url one that {@link #parse} reads
     */
    String in(String url) {
        var matcher = SHAPE.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("No build's URL: " + url);
        }
        String names = Arrays.stream(job.split("/"))
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/job/"));
        return url.substring(0, matcher.start(1)) + "job/" + names + "/" + number + "/";
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
