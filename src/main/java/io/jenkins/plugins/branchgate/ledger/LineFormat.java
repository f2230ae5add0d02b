package io.jenkins.plugins.branchgate.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.branchgate.model.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * How an entry is written: one JSON object a line, ASCII only, so that no hostile text can break a line or fool a
 * terminal.
 *
 * <pre>{"seq":7,"at":"…","prev":"…64…","part":1,"of":2,"type":"voted", …its fields…,"hash":"…64…"}</pre>
 *
 * {@code part} and {@code of} stand only in transactions of several lines. The hash is the SHA-256 of the line's
 * bytes up to the comma before {@code "hash"}; it is always last, so fields this version never heard of are covered
 * as well. The fields before {@code type} are the envelope, those after it the event's.
 */
final class LineFormat {

    /** What the first entry has for the hash of the entry before it. */
    static final String NO_HASH = "0".repeat(64);

    /** No ledger gets as far; what is above was never written here, and would make the next number overflow. */
    private static final long LAST_SEQUENCE = 1L << 53;

    /** In bytes, with its line feed; a longer one is neither written nor read. */
    static final int LONGEST_LINE = 1 << 20;

    private static final byte[] HASH_FIELD = ",\"hash\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH_LENGTH = 64;
    private static final int TAIL = HASH_FIELD.length + HASH_LENGTH + 2;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Release.class, new ReleaseReader()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private LineFormat() {}

    /** The line of an entry, with its hash and its line feed. The entry's own hash is not looked at. */
    static byte[] write(long sequence, Instant at, String previousHash, int part, int of, LedgerEvent event)
            throws JsonProcessingException {
        String envelope = "{\"seq\":" + sequence + ",\"at\":\"" + at + "\",\"prev\":\"" + previousHash + "\""
                + (of > 1 ? ",\"part\":" + part + ",\"of\":" + of : "")
                + ",\"type\":\"" + EventTypes.nameOf(event) + "\"";
        byte[] head = envelope.getBytes(StandardCharsets.US_ASCII);
        byte[] fields = JSON.writeValueAsBytes(event);
        boolean empty = fields.length <= 2;
        int hashed = head.length + (empty ? 0 : fields.length - 1);
        byte[] line = Arrays.copyOf(head, hashed + TAIL + 1);
        if (!empty) {
            line[head.length] = ',';
            System.arraycopy(fields, 1, line, head.length + 1, fields.length - 2);
        }
        System.arraycopy(HASH_FIELD, 0, line, hashed, HASH_FIELD.length);
        byte[] hash = sha256(line, 0, hashed).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hash, 0, line, hashed + HASH_FIELD.length, HASH_LENGTH);
        line[line.length - 3] = '"';
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }

    /** The hash that a line written by {@link #write} carries. */
    static String hashOf(byte[] written) {
        return new String(written, written.length - 3 - HASH_LENGTH, HASH_LENGTH, StandardCharsets.US_ASCII);
    }

    /**
     * Reads a line.
     *
     * @param length without the line feed
     * @throws Line.UnreadableException if it is not an entry; an event of a type or a shape that this version does not
     *     know is an entry nevertheless, an {@link UnknownEvent}
     */
    static Line read(byte[] bytes, int offset, int length) throws Line.UnreadableException {
        int hashed = offset + Math.max(0, length - TAIL);
        boolean sealed = length > TAIL
                && Arrays.equals(bytes, hashed, hashed + HASH_FIELD.length, HASH_FIELD, 0, HASH_FIELD.length);
        String actual = sha256(bytes, offset, sealed ? hashed - offset : length);
        String stated = sealed
                ? new String(bytes, hashed + HASH_FIELD.length, HASH_LENGTH, StandardCharsets.ISO_8859_1)
                : actual;
        try (var parser = JSON.getFactory().createParser(bytes, offset, length)) {
            return read(parser, stated, sealed && actual.equals(stated));
        } catch (IOException | DateTimeException e) {
            throw new Line.UnreadableException("not an entry", e);
        }
    }

    private static Line read(JsonParser parser, String hash, boolean intact)
            throws IOException, Line.UnreadableException {
        long sequence = -1;
        Instant at = null;
        String previous = null;
        int part = 1;
        int of = 1;
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "seq" -> sequence = parser.getLongValue();
                case "at" -> at = Instant.parse(parser.getText());
                case "prev" -> previous = parser.getText();
                case "part" -> part = parser.getIntValue();
                case "of" -> of = parser.getIntValue();
                case "type" -> {
                    if (sequence < 0
                            || sequence > LAST_SEQUENCE
                            || at == null
                            || previous == null
                            || part < 1
                            || part > of) {
                        throw new Line.UnreadableException(
                                "the fields before the type are not those of an entry", null);
                    }
                    String type = parser.getText();
                    var event = event(type, parser);
                    var entry = new LedgerEntry(
                            sequence, at, previous, hash, event == null ? new UnknownEvent(type) : event);
                    return new Line(entry, part, of, intact, event != null);
                }
                default -> parser.skipChildren();
            }
        }
        throw new Line.UnreadableException("it has no type", null);
    }

    /** The rest of the line as an event; null if the type is known and yet the fields are not what it needs. */
    private static LedgerEvent event(String type, JsonParser parser) throws IOException {
        var known = EventTypes.classOf(type);
        if (known == null) {
            return new UnknownEvent(type);
        }
        parser.nextToken();
        try {
            return JSON.readValue(parser, known);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** In hexadecimal digits. */
    static String sha256(byte[] bytes, int offset, int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
