package io.jenkins.plugins.branchgate.platform.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.jenkins.plugins.branchgate.model.SafeText;

/** What an engine, or the way to it, said when a request failed: one line, for people. */
public final class EngineError {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 2000;

    private EngineError() {}

    /** The engine's message without its JSON wrapping, or the deepest cause's when the engine was not reached. */
    public static String of(Throwable failure) {
        if (failure instanceof DockerException refusal) {
            return SafeText.line(message(refusal), LONGEST);
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage();
        return SafeText.line(text == null ? deepest.getClass().getSimpleName() : text, LONGEST);
    }

    /** True if the engine was reached and refused; false if the connection failed. */
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof DockerException refusal && refusal.getHttpStatus() > 0;
    }

    private static String message(DockerException refusal) {
        String text = String.valueOf(refusal.getMessage());
        int body = text.indexOf('{');
        if (body < 0) {
            return text;
        }
        try {
            var message = JSON.readTree(text.substring(body)).path("message");
            return message.isTextual() ? message.asText() : text;
        } catch (JsonProcessingException e) {
            return text; // not JSON after all: shown as it came
        }
    }
}
