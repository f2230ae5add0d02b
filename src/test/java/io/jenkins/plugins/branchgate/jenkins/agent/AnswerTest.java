package io.jenkins.plugins.branchgate.jenkins.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.Place;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static Answer across(Answer answer) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(answer);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Answer) in.readObject();
        }
    }

    @Test
    void valuesCrossTheChannel() throws Exception {
        var place = new Place(new SiteId("shop"), new EnvironmentName("qa"));
        assertEquals(List.of(place), across(Answer.of(List.of(place))).get(List.class));
        assertEquals(
                new Counters(3, 2, 1), across(Answer.of(new Counters(3, 2, 1))).get(Counters.class));
        assertEquals(
                TargetId.ofDocker("7TZZ"), across(Answer.of(TargetId.ofDocker("7TZZ"))).get(TargetId.class));
        assertNull(across(Answer.of(null)).get(void.class));
    }

    @Test
    void optionalsCrossTheChannelThoughTheyAreNotSerializable() throws Exception {
        var digest = new ImageDigest("sha256:" + "a".repeat(64));
        assertEquals(Optional.of(digest), across(Answer.of(Optional.of(digest))).get(Optional.class));
        assertEquals(Optional.empty(), across(Answer.of(Optional.empty())).get(Optional.class));
    }

    @Test
    void failuresKeepKindAndMessageAndLoseTheirCauses() throws Exception {
        var cause = new IllegalStateException(new Object().toString());
        var platform = across(Answer.failed(new PlatformException("port taken", cause)));
        var thrown = assertThrows(PlatformException.class, () -> platform.get(void.class));
        assertEquals("port taken", thrown.getMessage());
        assertNull(thrown.getCause());

        var image = across(Answer.failed(new ImageException("no such file")));
        assertEquals(
                "no such file",
                assertThrows(ImageException.class, () -> image.get(void.class)).getMessage());
        var aborted = across(Answer.failed(new InterruptedException()));
        assertThrows(InterruptedException.class, () -> aborted.get(void.class));
        var refused = across(Answer.failed(new InvalidValueException("port", "0", "more")));
        assertThrows(IllegalArgumentException.class, () -> refused.get(void.class));
        var other = across(Answer.failed(new NullPointerException("x")));
        assertThrows(IllegalStateException.class, () -> other.get(void.class));
    }

    /** A call names its method by name alone. */
    @Test
    void namesOfRemotedMethodsAreUnique() {
        for (var face : List.of(Platform.class, ImageBuilder.class)) {
            var names = Arrays.stream(face.getMethods()).map(Method::getName).toList();
            assertEquals(names.stream().distinct().toList(), names);
        }
    }
}
