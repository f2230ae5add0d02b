package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * A repository elsewhere and what it takes to be let in. Allowed are {@code http}, {@code https} and {@code ssh} URLs and
 * {@code user@host:path}; {@code file} URLs and absolute paths only if whoever makes the remote says so, because on a
 * Jenkins controller they would show to jobs what its file system holds. A user and password inside an HTTP URL are
 * taken out of it and used as credentials, unless others are given.
 *
 * @param url the address, without user information where the scheme is HTTP
 * @param credentials what to show at the door; fits the address's scheme
 * @param localAllowed whether the address may name the file system of this machine
 */
public record Remote(String url, GitCredentials credentials, boolean localAllowed) implements Serializable {

    /** The git plugin's switch for the same question, named in messages. */
    private static final String SWITCH = "hudson.plugins.git.GitSCM.ALLOW_LOCAL_CHECKOUT";

    private static final Pattern PASSWORD = Pattern.compile("^[A-Za-z]+://[^/@]*:[^/@]*@");
    private static final Pattern NOBODYS = Pattern.compile("^(?![A-Za-z]+://)[^@/]*:[^/~].*|^[A-Za-z]+://[^/@]*/+~/.*");
    private static final String ALLOWED = RepositoryAddress.ALLOWED
            + "; a path or file:// URL of this machine only if an administrator set the Java system property " + SWITCH
            + " to true";

    /**
     * @throws InvalidValueException if the address is none of the kinds above, or the credentials do not fit its
     *     scheme; the message never holds a password, and is the same whether or not a local path exists
     */
    public Remote {
        credentials = credentials == null ? new GitCredentials.None() : credentials;
        var kind = kind(url, localAllowed || credentials instanceof GitCredentials.Unasked);
        url = url.strip();
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
        if (credentials instanceof GitCredentials.SshKey key
                && !key.user().equals("git")
                && NOBODYS.matcher(url).matches()) {
            throw new InvalidValueException(
                    "repository address",
                    url,
                    "with credentials of a user other than git, an address that says whose folder is meant:"
                            + " user@host:path, or a path from the root");
        }
    }

    /** A repository on a server. */
    public Remote(String url, GitCredentials credentials) {
        this(url, credentials, false);
    }

    /** A repository on a server that needs no credentials, or has them in its URL. */
    public static Remote of(String url) {
        return new Remote(url, new GitCredentials.None());
    }

    /** A repository in a folder of this machine. For tools that whoever owns the machine starts. */
    public static Remote onThisMachine(Path folder) {
        return new Remote(folder.toString(), new GitCredentials.None(), true);
    }

    /** A remote that is not asked anything: for reading what its mirror has. */
    public static Remote unasked(String url) {
        return new Remote(url, new GitCredentials.Unasked());
    }

    /** What speaks at the other end. */
    Kind kind() {
        return kind(url, true);
    }

    /** The address alone; credentials are not shown. */
    @Override
    public String toString() {
        return url;
    }

    /** Parsed here and as JGit will: an address on which the two differ could lead elsewhere than it was judged by. */
    private static Kind kind(String url, boolean localAllowed) {
        try {
            var protocol = RepositoryAddress.of(url).protocol();
            var jgit = new URIish(url.strip());
            var kind =
                    switch (protocol) {
                        case HTTP -> Kind.HTTP;
                        case SSH -> Kind.SSH;
                        case LOCAL -> Kind.LOCAL;
                        case GIT -> throw refused(url);
                    };
            boolean remote = jgit.getHost() != null && !jgit.getHost().isEmpty();
            boolean file = jgit.getScheme() == null || jgit.getScheme().equalsIgnoreCase("file");
            boolean same =
                    switch (kind) {
                        case HTTP ->
                            remote
                                    && jgit.getScheme() != null
                                    && jgit.getScheme().matches("(?i)https?");
                        case SSH ->
                            remote
                                    && (jgit.getScheme() == null
                                            || jgit.getScheme().equalsIgnoreCase("ssh"));
                        case LOCAL -> localAllowed && !remote && file;
                    };
            if (!same) {
                throw refused(url);
            }
            return kind;
        } catch (URISyntaxException e) {
            throw refused(url);
        } catch (InvalidValueException e) {
            throw e.getMessage().contains(RepositoryAddress.ALLOWED) ? refused(url) : e;
        }
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

        void check(GitCredentials credentials, String url) {
            boolean fits = credentials instanceof GitCredentials.Unasked
                    || switch (this) {
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
