package io.jenkins.plugins.branchgate.jenkins.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * An answer for programs. Instants are ISO 8601 texts in UTC; what is not known is left out.
 *
 * @param status the HTTP status
 * @param body what is written
 */
public record Json(int status, Object body) implements HttpResponse {

    /** An answer with status 200. */
    public static Json ok(Object body) {
        return new Json(200, body);
    }

    /** The text of a value. */
    public static String text(Object value) {
        return JsonText.of(value);
    }

    /** True if the caller is a program that asked for JSON, or sent some. */
    public static boolean isWanted(StaplerRequest2 request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("application/json") || isGiven(request);
    }

    /** True if the request's body is JSON. */
    public static boolean isGiven(StaplerRequest2 request) {
        return JsonText.isJson(request.getContentType());
    }

    /** Reads a request's body; see {@link JsonText#read}. To be called only for someone who may do what it asks for. */
    public static <T> T read(StaplerRequest2 request, Class<T> type) throws IOException {
        return JsonText.read(request.getInputStream(), type);
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(text(body).getBytes(StandardCharsets.UTF_8));
    }
}
