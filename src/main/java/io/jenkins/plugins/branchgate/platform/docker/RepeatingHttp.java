package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Set;

/**
 * HTTP to an engine that may have been restarted: connections kept from before are found dead only when the next request
 * is sent over them, and each of them once. Such a request is sent again if the engine cannot have acted upon it.
 */
final class RepeatingHttp implements DockerHttpClient {

    /** More than the connections that are commonly kept. */
    private static final int MOST = 50;

    /** More than is read of a body before a dead connection shows. */
    private static final int REREAD = 1 << 18;

    /** Where the client's connections are, and the methods by which requests go out and answers begin to come in. */
    private static final String CONNECTION = "org.apache.hc.core5.http.impl.io.";

    private static final Set<String> SENDING =
            Set.of("sendRequestHeader", "sendRequestEntity", "terminateRequest", "flush");
    private static final Set<String> RECEIVING = Set.of("receiveResponseHeader");

    private final DockerHttpClient http;

    RepeatingHttp(DockerHttpClient http) {
        this.http = http;
    }

    @Override
    public Response execute(Request request) {
        var body = request.bodyBytes() != null ? null : request.body();
        var repeatable = body == null ? null : new Body(body);
        var sent = repeatable == null
                ? request
                : Request.builder().from(request).body(repeatable).build();
        for (int attempt = 1; ; attempt++) {
            if (repeatable != null) {
                repeatable.mark(REREAD);
            }
            try {
                return http.execute(sent);
            } catch (RuntimeException e) {
                if (attempt == MOST || !isUnheard(request, e) || !isRewound(repeatable)) {
                    throw e;
                }
            }
        }
    }

    /**
     * True if the other end was gone before it had the whole request, or may have it twice. What tells it is where in the
     * exchange the connection broke: the system's words for it are another language's on another machine.
     */
    private static boolean isUnheard(Request request, RuntimeException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        boolean broke = deepest instanceof IOException
                && !(deepest instanceof InterruptedIOException || deepest instanceof CharacterCodingException);
        boolean asksOnly = request.method().equals("GET") || request.method().equals("HEAD");
        return broke && (isIn(SENDING, deepest) || (asksOnly && isIn(RECEIVING, deepest)));
    }

    private static boolean isIn(Set<String> methods, Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame ->
                        frame.getClassName().startsWith(CONNECTION) && methods.contains(frame.getMethodName()));
    }

    private static boolean isRewound(InputStream body) {
        try {
            if (body != null) {
                body.reset();
            }
            return true;
        } catch (IOException e) {
            return false; // too much of it was read: the failure stands
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    /** A body that is closed by whoever made it, and not by a sending that did not work. */
    private static final class Body extends BufferedInputStream {

        Body(InputStream in) {
            super(in, 1 << 16);
        }

        @Override
        public void close() {
            // the next sending reads it again
        }
    }
}
