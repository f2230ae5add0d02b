package io.jenkins.plugins.branchgate.jenkins.web;

import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;

/** What lies under {@code api/} of a page: the same as the page shows, for programs. */
public final class JsonApi {

    private final Source source;

    public JsonApi(Source source) {
        this.source = source;
    }

    /** {@code api/json}. */
    public HttpResponse doJson() throws IOException {
        return Json.ok(source.read());
    }

    /** What is shown. */
    @FunctionalInterface
    public interface Source {
        Object read() throws IOException;
    }
}
