package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * HTTP to an engine that may be anybody: an answer ends with an error where it gets too long or takes too long. A channel
 * into a container, which stays open while it is used, is left to those who read it.
 */
final class BoundedHttp implements DockerHttpClient {

    private static final long LONGEST_WORDS = 64L * 1024 * 1024;

    /** What may follow the last thing that was read of an answer. */
    private static final int LEFT_OVER = 1024;

    private final DockerHttpClient http;
    private final DockerEngine.Limits limits;

    BoundedHttp(DockerHttpClient http, DockerEngine.Limits limits) {
        this.http = http;
        this.limits = limits;
    }

    @Override
    public Response execute(Request request) {
        var response = http.execute(request);
        return request.hijackedInput() != null ? response : new Bounded(response, limitsOf(request, response));
    }

    /** Only what was asked for may be as long as an image: no refusal, and nothing that is said about what was sent. */
    private DockerEngine.Limits limitsOf(Request request, Response response) {
        boolean asked = request.method().equals("GET") && response.getStatusCode() < 400;
        return new DockerEngine.Limits(
                limits.silence(), asked ? limits.bytes() : Math.min(limits.bytes(), LONGEST_WORDS), limits.time());
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    private record Bounded(Response response, Body body) implements Response {

        Bounded(Response response, DockerEngine.Limits limits) {
            this(response, new Body(response, limits));
        }

        @Override
        public int getStatusCode() {
            return response.getStatusCode();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return response.getHeaders();
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {
            response.close();
        }
    }

    private static final class Body extends FilterInputStream {

        private final Response response;
        private final DockerEngine.Limits limits;
        private final long end;
        private long left;
        private boolean ended;

        Body(Response response, DockerEngine.Limits limits) {
            super(response.getBody());
            this.response = response;
            this.limits = limits;
            this.end = System.nanoTime() + limits.time().toNanos();
            this.left = limits.bytes();
        }

        @Override
        public int read() throws IOException {
            check();
            int read = super.read();
            ended = read < 0;
            left -= ended ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            check();
            int read = super.read(into, offset, (int) Math.min(length, Math.max(1, left)));
            ended = read < 0;
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            check();
            long skipped = super.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /**
         * The client would read what is left of an answer to its end, which may never come. A little is read, so that the
         * connection can be used again, where nobody waits for the close.
         */
        @Override
        public void close() throws IOException {
            try {
                if (limits.isShort() && !ended) {
                    readNBytes(LEFT_OVER);
                }
            } finally {
                if (ended) {
                    super.close();
                } else {
                    response.close();
                }
            }
        }

        private void check() throws IOException {
            if (left <= 0) {
                throw new IOException("its answer is longer than " + limits.bytes() + " bytes");
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        "its answer takes longer than " + limits.time().toSeconds() + " s");
            }
        }
    }
}
