package io.jenkins.plugins.branchgate.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Reads a release. Every phase of a deployment repeats its release, so those read lately are given out again when
 * the texts are the same: opening a long ledger parses each release once and keeps it once. Thread-safe.
 */
final class ReleaseReader extends StdDeserializer<Release> {

    private static final long serialVersionUID = 1L;
    private static final List<String> FIELDS = List.of("id", "commit", "tree", "image", "digest", "builtAt");
    private static final int KEPT = 64;

    private record Read(String[] texts, Release release) {}

    /** Each release has one place here, by the hash of its texts; another one there pushes it out. */
    private final transient AtomicReferenceArray<Read> recent = new AtomicReferenceArray<>(KEPT);

    ReleaseReader() {
        super(Release.class);
    }

    @Override
    public Release deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var texts = new String[FIELDS.size()];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int field = FIELDS.indexOf(parser.currentName());
            parser.nextToken();
            if (field < 0) {
                parser.skipChildren();
            } else {
                texts[field] = parser.getValueAsString();
            }
        }
        int place = Math.floorMod(Arrays.hashCode(texts), KEPT);
        var before = recent.get(place);
        if (before != null && Arrays.equals(before.texts(), texts)) {
            return before.release();
        }
        try {
            var release = new Release(
                    new ReleaseId(texts[0]),
                    new CommitId(texts[1]),
                    new TreeId(texts[2]),
                    new ImageRef(texts[3]),
                    new ImageDigest(texts[4]),
                    Instant.parse(String.valueOf(texts[5])));
            recent.set(place, new Read(texts, release));
            return release;
        } catch (IllegalArgumentException | DateTimeException e) {
            return (Release) context.handleInstantiationProblem(Release.class, texts[0], e);
        }
    }
}
