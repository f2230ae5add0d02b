package io.jenkins.plugins.branchgate.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Serves the bare repositories of a folder over HTTP with passwords, through {@code git http-backend}, on loopback. Tells
 * a listener of each push, as a hosting service's webhook would. A repository's hooks find the account's name in
 * {@code REMOTE_USER}.
 */
public final class GitHttpServer implements Closeable {
    private final Path folder;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Consumer<String> afterPush;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * Who may use the server.
     *
     * @param mayPush false for an account that only reads
     */
    public record Account(String user, String password, boolean mayPush) {
        private String authorization() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Starts serving on a free port, to one account that may push. */
    public GitHttpServer(Path folder, String user, String password, Consumer<String> afterPush) throws IOException {
        this(folder, 0, List.of(new Account(user, password, true)), afterPush);
    }

    /**
     * Starts serving.
     *
     * @param folder holds the bare repositories; each needs {@code http.receivepack} to be pushed to
     * @param port where to listen; 0 takes a free one
     * @param afterPush called with a repository's URL, on a thread of the server, once a push to it is complete
     */
    public GitHttpServer(Path folder, int port, List<Account> accounts, Consumer<String> afterPush) throws IOException {
        this.folder = folder;
        this.afterPush = afterPush;
        accounts.forEach(account -> this.accounts.put(account.authorization(), account));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Where a repository answers. */
    public URI url(String repository) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var account = accounts.get(exchange.getRequestHeaders().getFirst("Authorization"));
            if (account == null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!account.mayPush() && exchange.getRequestURI().toString().contains("git-receive-pack")) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            Process backend = start(exchange, account.user(), body.length);
            try (var in = backend.getOutputStream()) {
                in.write(body);
            }
            var out = new BufferedInputStream(backend.getInputStream());
            int status = copyHeaders(out, exchange);
            exchange.sendResponseHeaders(status, 0);
            out.transferTo(exchange.getResponseBody());
        }
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/git-receive-pack")) {
            afterPush.accept(url(path.substring(1, path.length() - "/git-receive-pack".length()))
                    .toString());
        }
    }

    private Process start(HttpExchange exchange, String user, int length) throws IOException {
        var request = exchange.getRequestHeaders();
        var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        var environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", folder.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REMOTE_USER", user);
        environment.put("REMOTE_ADDR", "127.0.0.1");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put("CONTENT_LENGTH", Integer.toString(length));
        putIfGiven(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        putIfGiven(environment, "CONTENT_TYPE", request.getFirst("Content-Type"));
        putIfGiven(environment, "HTTP_CONTENT_ENCODING", request.getFirst("Content-Encoding"));
        putIfGiven(environment, "GIT_PROTOCOL", request.getFirst("Git-Protocol"));
        return builder.start();
    }

    private static void putIfGiven(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** Copies the CGI headers, up to the empty line; returns the status they name. */
    private static int copyHeaders(InputStream in, HttpExchange exchange) throws IOException {
        int status = 200;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).trim();
            if (name.equalsIgnoreCase("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(name, value);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n' && next != -1; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
