package io.jenkins.plugins.branchgate.jenkins.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;

/**
 * How values are written for programs: instants as ISO 8601 texts in UTC, what is not known left out; and how what programs
 * send is read, which may be anything, and of any size.
 */
public final class JsonText {

    /** The largest text that is read, in bytes. */
    public static final int LARGEST = 64 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private JsonText() {}

    /** More was sent than is read. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("The request's body is larger than " + LARGEST / 1024 + " KiB");
        }
    }

    /** True if a {@code Content-Type} says that a body is JSON. */
    public static boolean isJson(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    /**
     * Reads a value, and of the stream no more than one byte beyond what is allowed.
     *
     * @throws TooLargeException if the text is larger than {@link #LARGEST}
     * @throws com.fasterxml.jackson.core.JacksonException if it is no such value
     */
    public static <T> T read(InputStream in, Class<T> type) throws IOException {
        byte[] text = in.readNBytes(LARGEST + 1);
        if (text.length > LARGEST) {
            throw new TooLargeException();
        }
        return MAPPER.readValue(text, type);
    }

    /** The text of a value. */
    public static String of(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + value.getClass(), e);
        }
    }
}
