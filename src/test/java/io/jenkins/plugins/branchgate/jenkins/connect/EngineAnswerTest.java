package io.jenkins.plugins.branchgate.jenkins.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.EdgeState;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.LogPart;
import io.jenkins.plugins.branchgate.platform.LogPosition;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EngineAnswerTest {
    private static EngineAnswer across(EngineAnswer answer) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(answer);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (EngineAnswer) in.readObject();
        }
    }

    @Test
    void valuesCrossTheChannel() throws Exception {
        var place = new EnvironmentKey(new SiteId("shop"), new EnvironmentName("qa"));
        assertEquals(List.of(place), got("places", List.of(place)));
        assertEquals(new Counters(4, 3, 2, 1), got("counters", new Counters(4, 3, 2, 1)));
        assertEquals(TargetId.ofDocker("7TZZ"), got("identity", TargetId.ofDocker("7TZZ")));
        assertNull(got("route", null));
        assertEquals(true, got("has", true));
    }

    @Test
    void optionalsCrossTheChannelThoughTheyAreNotSerializable() throws Exception {
        var digest = new ImageDigest("sha256:" + "a".repeat(64));
        assertEquals(Optional.of(digest), got("find", Optional.of(digest)));
        assertEquals(Optional.empty(), got("find", Optional.empty()));
    }

    @Test
    void failuresKeepKindAndMessageAndLoseTheirCauses() throws Exception {
        var cause = new IllegalStateException(new Object().toString());
        var thrown = assertThrows(PlatformException.class, () -> failed(new PlatformException("port taken", cause)));
        assertEquals("port taken", thrown.getMessage());
        assertNull(thrown.getCause());
        assertThrows(UnreachableException.class, () -> failed(new UnreachableException("gone", null)));
        assertThrows(IllegalArgumentException.class, () -> failed(new InvalidValueException("port", "0", "more")));
        assertThrows(IllegalStateException.class, () -> failed(new NullPointerException("x")));

        var image = across(EngineAnswer.failed(new ImageException("no such file")));
        assertEquals(
                "no such file",
                assertThrows(ImageException.class, () -> image.get(method("find"), false))
                        .getMessage());
    }

    /** Nobody here aborted anything: who does ends the wait himself, and a build must not be recorded as aborted. */
    @Test
    void anAgentCannotAbortABuildOfTheController() {
        assertThrows(IOException.class, () -> failed(new InterruptedException()));
    }

    @Test
    void aFailureOfTheWrongKindIsAFailureThatTheCallerExpects() {
        assertThrows(PlatformException.class, () -> failed(new ImageException("x")));
        var answer = EngineAnswer.failed(new UnreachableException("x", null));
        assertThrows(ImageException.class, () -> answer.get(method("tag"), false));
    }

    @Test
    @SuppressWarnings("unchecked")
    void anAgentThatAnswersSomethingElseIsNotBelieved() {
        var place = new EnvironmentKey(new SiteId("shop"), new EnvironmentName("qa"));
        refused("places", List.of("a text"), "EnvironmentKey");
        refused("places", place, "List");
        refused("places", null, "nothing");
        refused("counters", "a text", "Counters");
        refused("has", null, "nothing");
        refused("has", 1, "Boolean");
        refused("find", place, "ImageDigest");
        refused("edge", new EdgeState(true, true, 1, (Set<ReplicaId>) (Set<?>) Set.of("x"), Set.of(), ""), "ReplicaId");
    }

    @Test
    void anAgentThatAnswersMoreThanAnybodyAskedForIsNotBelieved() throws Exception {
        var place = new EnvironmentKey(new SiteId("shop"), new EnvironmentName("qa"));
        int most = (EngineAnswer.MOST_VALUES - 1) / 5; // the list itself; a place with its two parts and their texts
        assertEquals(most, ((List<?>) got("places", Collections.nCopies(most, place))).size());
        refused("places", Collections.nCopies(most + 1, place), "larger");
        refused("places", Collections.nCopies(Integer.MAX_VALUE, place), "larger");
        String text = "x".repeat(EngineAnswer.MOST_CHARACTERS);
        assertEquals(
                new LogPart(text, LogPosition.START, false),
                got("readLog", new LogPart(text, LogPosition.START, false)));
        refused("readLog", new LogPart(text + "x", LogPosition.START, false), "larger");
    }

    @Test
    void aMessageThatFillsTheLogIsCut() {
        String longest = "x".repeat(EngineAnswer.LONGEST_MESSAGE);
        assertEquals(
                longest, EngineAnswer.failed(new PlatformException(longest)).message());
        assertEquals(
                longest + " …",
                EngineAnswer.failed(new PlatformException(longest + "y")).message());
    }

    private static void refused(String method, Object value, String word) {
        var refused = assertThrows(
                IOException.class, () -> new EngineAnswer((Serializable) value, null, null).get(method(method), true));
        assertTrue(refused.getMessage().contains(word), refused.getMessage());
    }

    private static Object got(String method, Object value) throws Exception {
        return across(EngineAnswer.of(value)).get(method(method), true);
    }

    private static void failed(Exception failure) throws Exception {
        across(EngineAnswer.failed(failure)).get(method("route"), true);
    }

    private static Method method(String name) {
        return Stream.of(Platform.class, ImageBuilder.class)
                .flatMap(face -> Arrays.stream(face.getMethods()))
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
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
