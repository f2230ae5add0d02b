package io.jenkins.plugins.branchgate.jenkins.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JacksonException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @Test
    void aBodyMayBeSoLargeAndNoLarger() throws Exception {
        String largest = "\"" + "x".repeat(JsonText.LARGEST - 2) + "\"";
        assertEquals(
                JsonText.LARGEST - 2,
                JsonText.read(stream(largest), String.class).length());
        var refused = assertThrows(
                JsonText.TooLargeException.class, () -> JsonText.read(stream(largest + " "), String.class));
        assertTrue(refused.getMessage().contains("64 KiB"), refused.getMessage());
    }

    /** Two gigabytes of it, or more. */
    @Test
    void ofABodyWithoutEndOnlyTheBeginningIsRead() {
        var read = new long[1];
        var endless = new InputStream() {
            @Override
            public int read() {
                read[0]++;
                return ' ';
            }
        };
        assertThrows(JsonText.TooLargeException.class, () -> JsonText.read(endless, String.class));
        assertEquals(JsonText.LARGEST + 1, read[0]);
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        String nested = "[".repeat(JsonText.LARGEST);
        assertThrows(JacksonException.class, () -> JsonText.read(stream(nested), Object.class));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "Application/JSON ;charset=utf-8, true",
        "application/jsonp, false",
        "text/plain, false",
        "'', false",
        ", false",
    })
    void aContentTypeIsJsonOrNot(String type, boolean json) {
        assertEquals(json, JsonText.isJson(type));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
