package io.jenkins.plugins.branchgate.platform.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;

/** What an engine, or the way to it, said when a request failed: one line, for people. */
public final class EngineWords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 2000;

    private EngineWords() {}

    /** The engine's message without its JSON wrapping, or the deepest cause's when the engine was not reached. */
    public static String of(Throwable failure) {
        if (failure instanceof DockerException refusal) {
            return oneLine(message(refusal));
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage();
        return oneLine(text == null ? deepest.getClass().getSimpleName() : text);
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

    /** Build output and error texts carry names from outside: control characters are shown as spaces. */
    public static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
