package io.jenkins.plugins.branchgate.source;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A repository elsewhere and what it takes to be let in. Allowed are {@code http}, {@code https}, {@code ssh} and
 * {@code file} URLs, {@code user@host:path}, and an absolute local path. A user and password inside an HTTP URL are
 * taken out of it and used as credentials, unless others are given.
 *
 * @param url the address, without user information where the scheme is HTTP
 * @param credentials what to show at the door; fits the address's scheme
 */
public record Remote(String url, GitCredentials credentials) implements Serializable {

    private static final int LONGEST = 2000;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");
    private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://(.*)$");
    private static final Pattern SCP =
            Pattern.compile("^(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._-]+:(?!:|//)[^-].*$");
    private static final Pattern PASSWORD = Pattern.compile("^[A-Za-z]+://[^/@]*:[^/@]*@");
    private static final Pattern AUTHORITY =
            Pattern.compile("^(?:[^@/]*@)?(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?(?:/.*)?$");
    private static final String ALLOWED = "a Git address: http://, https://, ssh:// or file:// URL, user@host:path,"
            + " or the absolute path of a repository on this machine";

    /**
     * @throws InvalidValueException if the address is none of the kinds above, or the credentials do not fit its
     *     scheme; the message never holds a password
     */
    public Remote {
        credentials = credentials == null ? new GitCredentials.None() : credentials;
        url = url == null ? null : url.strip();
        if (url == null
                || url.isEmpty()
                || url.length() > LONGEST
                || CONTROL.matcher(url).find()) {
            throw refused(url);
        }
        var kind = Kind.of(url);
        if (kind == Kind.HTTP) {
            var inUrl = UserInfo.of(url);
            url = inUrl.urlWithout();
            if (credentials instanceof GitCredentials.None) {
                credentials = inUrl.credentials();
            }
        }
        if (kind == Kind.SSH && PASSWORD.matcher(url).find()) {
            throw new InvalidValueException(
                    "repository address", withoutUserInfo(url), "an SSH address without a password");
        }
        kind.check(credentials, url);
    }

    /** A repository that needs no credentials, or has them in its URL. */
    public static Remote of(String url) {
        return new Remote(url, new GitCredentials.None());
    }

    /** What speaks at the other end. */
    Kind kind() {
        return Kind.of(url);
    }

    /** The address alone; credentials are not shown. */
    @Override
    public String toString() {
        return url;
    }

    private static InvalidValueException refused(String url) {
        return new InvalidValueException("repository address", url == null ? null : withoutUserInfo(url), ALLOWED);
    }

    private static String withoutUserInfo(String url) {
        return url.replaceFirst("://[^/]*@", "://");
    }

    /** How a repository is reached. */
    enum Kind {
        HTTP,
        SSH,
        LOCAL;

        static Kind of(String url) {
            var scheme = SCHEME.matcher(url);
            if (scheme.matches()) {
                boolean authority = AUTHORITY.matcher(scheme.group(2)).matches();
                switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
                    case "http", "https":
                        return requireThat(authority, HTTP, url);
                    case "ssh":
                        return requireThat(authority, SSH, url);
                    case "file":
                        return requireThat(scheme.group(2).startsWith("/"), LOCAL, url);
                    default:
                        throw refused(url);
                }
            }
            if (url.startsWith("/")) {
                return LOCAL;
            }
            return requireThat(SCP.matcher(url).matches(), SSH, url);
        }

        private static Kind requireThat(boolean wellFormed, Kind kind, String url) {
            if (!wellFormed) {
                throw refused(url);
            }
            return kind;
        }

        void check(GitCredentials credentials, String url) {
            boolean fits =
                    switch (this) {
                        case HTTP -> !(credentials instanceof GitCredentials.SshKey);
                        case SSH -> credentials instanceof GitCredentials.SshKey;
                        case LOCAL -> credentials instanceof GitCredentials.None;
                    };
            if (!fits) {
                String wanted =
                        switch (this) {
                            case HTTP -> "user and password (or token), or none, for an http:// or https:// address";
                            case SSH -> "an SSH user name with private key for an ssh:// or user@host:path address";
                            case LOCAL -> "no credentials for a repository on this machine";
                        };
                throw new InvalidValueException(
                        "kind of credentials for " + InvalidValueException.printable(url), credentials.what(), wanted);
            }
        }
    }

    /** The user information of an HTTP URL, and the URL without it. */
    private record UserInfo(String urlWithout, GitCredentials credentials) {

        private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z]+://)([^/@]*)@(.*)$");

        static UserInfo of(String url) {
            var found = USER_INFO.matcher(url);
            if (!found.matches()) {
                return new UserInfo(url, new GitCredentials.None());
            }
            String[] parts = found.group(2).split(":", 2);
            String password = parts.length == 2 ? decode(parts[1]) : "";
            return new UserInfo(
                    found.group(1) + found.group(3), new GitCredentials.UserPassword(decode(parts[0]), password));
        }

        private static String decode(String text) {
            try {
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // Not percent-encoded: taken as it is.
                return text;
            }
        }
    }
}
