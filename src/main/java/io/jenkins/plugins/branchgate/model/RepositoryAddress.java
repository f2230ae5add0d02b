package io.jenkins.plugins.branchgate.model;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Git repository, parsed: {@code http}, {@code https}, {@code ssh}, {@code git} and {@code file} URLs,
 * {@code user@host:path}, and an absolute path. {@link #canonical} is the same for every spelling of one repository.
 *
 * <p>Spellings of one repository: any of the schemes, with its usual port or none; a host in upper case or with a dot at
 * the end; user and password; doubled and trailing slashes; {@code .git} at the end; {@code .} segments; characters
 * percent-encoded without need; in HTTP also {@code ..} segments. Different repositories: another port that is not the
 * scheme's usual one, a path in another case (but for {@link #CASELESS hosts known to ignore it}), and over SSH the home
 * folders of users, except that of {@code git}, which Git servers take for their root. What servers read in more than
 * one way is refused: {@code ..} segments outside HTTP, encoded slashes, queries, numbers for host names.
 *
 * <p>Two names of one host, and a repository that its server also shows under another path, are not recognised.
 */
public final class RepositoryAddress {

    /** What is allowed, for messages. */
    public static final String ALLOWED = "a Git address: http://, https:// or ssh:// URL, or user@host:path";

    /** What speaks at the other end. */
    public enum Protocol {
        /** HTTP or HTTPS. */
        HTTP,
        SSH,
        /** Git's own, without any authentication. */
        GIT,
        /** No server: a folder of this machine. */
        LOCAL
    }

    private static final String WHAT = "repository address";
    private static final int LONGEST = 2000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}]");
    private static final Pattern URL = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*)://(.*)$");
    private static final Pattern FILE = Pattern.compile("^file:(?://(?=/)|(?!//))(/.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern AFTER_SCHEME = Pattern.compile("^(?:(?<user>[^@/:\\\\]*)(?::[^@/\\\\]*)?@)?"
            + "(?<host>[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?(?<path>/.*)?$");
    /** A host of one letter would be a drive. */
    private static final Pattern SCP = Pattern.compile(
            "^(?:(?<user>[A-Za-z0-9_][A-Za-z0-9._-]*)@)?(?<host>[A-Za-z0-9][A-Za-z0-9._-]+):(?!:|//)(?<path>[^-].*)$");

    private static final Pattern NUMBER = Pattern.compile("(?:0x[0-9a-f]*|[0-9]+)(?:\\.(?:0x[0-9a-f]*|[0-9]+))*");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "ssh", 22, "git", 9418);
    private static final Set<String> SCHEMES =
            Set.of("http", "https", "ssh", "git", "file", "ftp", "ftps", "ext", "fd", "sftp", "rsync", "bundle");

    /** Hosts of which it is known that they ignore the case of a repository's path, and have only one SSH user. */
    private static final Set<String> CASELESS = Set.of("github.com", "gitlab.com", "bitbucket.org", "codeberg.org");

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "www.github.com", "github.com",
            "ssh.github.com:443", "github.com",
            "altssh.gitlab.com:443", "gitlab.com",
            "altssh.bitbucket.org:443", "bitbucket.org");

    private final Protocol protocol;
    private final String canonical;

    private RepositoryAddress(Protocol protocol, String canonical) {
        this.protocol = protocol;
        this.canonical = canonical;
    }

    /**
     * Parses an address. Whether there is such a repository, or such a folder, is not looked at.
     *
     * @throws InvalidValueException if it is none of the kinds above; the message holds no password
     */
    public static RepositoryAddress of(String url) {
        String text = url == null ? "" : url.strip();
        if (text.isEmpty()
                || text.length() > LONGEST
                || UNPRINTABLE.matcher(text).find()) {
            throw refused(url, ALLOWED);
        }
        var file = FILE.matcher(text);
        if (file.matches()) {
            return local(text, decoded(text, file.group(1)));
        }
        if (text.startsWith("/")) {
            return local(text, text.getBytes(StandardCharsets.UTF_8));
        }
        var full = URL.matcher(text);
        if (full.matches()) {
            String scheme = full.group(1).toLowerCase(Locale.ROOT);
            var parts = AFTER_SCHEME.matcher(full.group(2));
            if (!PORTS.containsKey(scheme) || !parts.matches()) {
                throw refused(text, ALLOWED);
            }
            return scheme.startsWith("http") ? http(text, scheme, parts) : daemon(text, scheme, parts);
        }
        var scp = SCP.matcher(text);
        if (!scp.matches() || SCHEMES.contains(scp.group("host").toLowerCase(Locale.ROOT))) {
            throw refused(text, ALLOWED);
        }
        String host = host(text, scp.group("host"), "");
        byte[] path = scp.group("path").getBytes(StandardCharsets.UTF_8);
        return ssh(text, host, scp.group("user"), path);
    }

    /** How the repository is reached. */
    public Protocol protocol() {
        return protocol;
    }

    /** True if the address names the file system of the machine that uses it, and not a server. */
    public boolean isLocal() {
        return protocol == Protocol.LOCAL;
    }

    /** {@code host/path}, {@code host:port/path}, or {@code file:/path} of a local one; ASCII, without any secret. */
    public String canonical() {
        return canonical;
    }

    /** Of the same repository. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RepositoryAddress address && address.canonical.equals(canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return canonical;
    }

    private static RepositoryAddress local(String text, byte[] path) {
        return new RepositoryAddress(Protocol.LOCAL, "file:/" + path(text, path, false));
    }

    private static RepositoryAddress http(String text, String scheme, Matcher parts) {
        String raw = parts.group("path") == null ? "" : parts.group("path");
        if (raw.matches(".*[?#;\\\\].*")) {
            throw refused(text, "an address without query, fragment, semicolon and backslash");
        }
        String host = host(text, parts.group("host"), port(text, scheme, parts.group("port")));
        return new RepositoryAddress(Protocol.HTTP, joined(host, path(text, decoded(text, raw), true)));
    }

    private static RepositoryAddress daemon(String text, String scheme, Matcher parts) {
        String host = host(text, parts.group("host"), port(text, scheme, parts.group("port")));
        byte[] path = decoded(text, parts.group("path") == null ? "/" : parts.group("path"));
        if (scheme.equals("git")) {
            return new RepositoryAddress(Protocol.GIT, joined(host, path(text, path, false)));
        }
        String user = parts.group("user");
        return ssh(
                text, host, user == null ? null : new String(decoded(text, user), StandardCharsets.ISO_8859_1), path);
    }

    /** A path that does not begin with a slash, or begins with a tilde, begins in somebody's home folder. */
    private static RepositoryAddress ssh(String text, String host, String user, byte[] raw) {
        String owner = user == null || user.isEmpty() || CASELESS.contains(host) ? "git" : user;
        String path = path(text, raw, false);
        boolean absolute = raw.length > 0 && raw[0] == '/';
        if (path.equals("~") || path.startsWith("~/")) {
            path = path.substring(Math.min(2, path.length()));
            absolute = false;
        } else if (path.startsWith("~")) {
            String[] named = path.substring(1).split("/", 2);
            owner = named[0];
            path = named.length == 2 ? named[1] : "";
            absolute = false;
        }
        boolean home = !absolute && !owner.equals("git");
        String prefix = home ? "~" + encoded(owner.getBytes(StandardCharsets.ISO_8859_1)) + "/" : "";
        return new RepositoryAddress(Protocol.SSH, joined(host, prefix + path));
    }

    private static String joined(String host, String path) {
        return host + "/" + (CASELESS.contains(host) ? path.toLowerCase(Locale.ROOT) : path);
    }

    /** Empty where it is the scheme's own, else with the colon. */
    private static String port(String text, String scheme, String given) {
        if (given == null) {
            return "";
        }
        int port = Integer.parseInt(given);
        if (port < 1 || port > 65_535) {
            throw refused(text, "a port from 1 to 65535");
        }
        return port == PORTS.get(scheme) ? "" : ":" + port;
    }

    private static String host(String text, String given, String port) {
        String host = given.toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return ipv6(text, host) + port;
        }
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (host.isEmpty()
                || host.endsWith(".")
                || NUMBER.matcher(host).matches() && !FOUR_NUMBERS.matcher(host).matches()) {
            throw refused(text, "a host name, or an IP address as four decimal numbers or in brackets");
        }
        return OTHER_NAMES.getOrDefault(host + port, OTHER_NAMES.getOrDefault(host, host) + port);
    }

    /** Nothing is looked up: what stands in brackets is an address or it is refused. */
    private static String ipv6(String text, String brackets) {
        try {
            String address = InetAddress.getByName(brackets).getHostAddress();
            return address.contains(":") ? "[" + address + "]" : address;
        } catch (UnknownHostException e) {
            throw refused(text, "an IPv6 address in brackets");
        }
    }

    /** Percent-decoded. A slash stays what it is: some servers would take an encoded one for a slash, others not. */
    private static byte[] decoded(String text, String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            int value = high * 16 + low;
            if (high < 0 || low < 0 || value < 0x20 || value == 0x7f || value == '/' || value == '\\') {
                throw refused(
                        text, "percent-encoding by two hexadecimal digits, and not of slashes or control characters");
            }
            decoded.write(value);
            i += 2;
        }
        return decoded.toByteArray();
    }

    /** Without slashes at either end, empty and {@code .} segments, and {@code .git} at the end. */
    private static String path(String text, byte[] decoded, boolean climbing) {
        var segments = new ArrayList<String>();
        for (var segment : encoded(decoded).split("/")) {
            if (segment.isEmpty() || segment.equals(".")) {
                continue;
            }
            if (!segment.equals("..")) {
                segments.add(segment);
            } else if (climbing && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            } else {
                throw refused(text, "a path without \"..\"");
            }
        }
        return withoutSuffix(segments);
    }

    private static String withoutSuffix(List<String> segments) {
        String path = String.join("/", segments);
        String plain = path.endsWith(".git") ? path.substring(0, path.length() - ".git".length()) : path;
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** Each text has one form: what is printable ASCII stands for itself, all else and the percent sign are encoded. */
    private static String encoded(byte[] bytes) {
        var encoded = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b > ' ' && b < 0x7f && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }

    private static InvalidValueException refused(String url, String allowed) {
        return new InvalidValueException(WHAT, url == null ? null : url.replaceFirst("://[^/]*@", "://"), allowed);
    }
}
