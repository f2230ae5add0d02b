package io.jenkins.plugins.branchgate.jenkins.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.image.ImageBuilder;
import io.jenkins.plugins.branchgate.image.ImageException;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.HealthCheck;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.ImageRef;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Platform;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import io.jenkins.plugins.branchgate.platform.ReplicaId;
import io.jenkins.plugins.branchgate.platform.UnreachableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls through an agent that is silent, lost or lying. */
class EngineProxyTest {

    private static final EnvironmentKey PLACE = new EnvironmentKey(new SiteId("shop"), new EnvironmentName("qa"));
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    private CompletableFuture<EngineAnswer> answer = new CompletableFuture<>();
    private final List<OutputStream> logs = new ArrayList<>();

    private final EngineProxy.Transport transport = new EngineProxy.Transport() {
        @Override
        public Future<EngineAnswer> begin(String method, Object[] arguments) {
            for (Object each : arguments) {
                if (each instanceof OutputStream log) {
                    logs.add(log);
                }
            }
            return answer;
        }

        @Override
        public void awaitWritten() throws InterruptedException {
            try {
                for (var log : logs) {
                    log.write("Step 1\n".getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    @AfterEach
    void noInterruptStands() {
        Thread.interrupted();
    }

    @Test
    void anAgentThatNeverAnswersIsAsGoodAsLost() {
        var silent = assertThrows(
                UnreachableException.class, () -> EngineProxy.of(transport, "build-1", Platform.class, SHORT)
                        .replicas(PLACE));
        assertTrue(silent.getMessage().contains("agent build-1 was lost"), silent.getMessage());
        assertTrue(silent.getMessage().contains("did not answer within"), silent.getMessage());
        assertTrue(answer.isCancelled(), "the agent is not told that nobody waits");
    }

    @Test
    void anAgentThatIsLostIsSaidToBe() {
        answer.completeExceptionally(new IOException("connection closed"));
        var lost = assertThrows(UnreachableException.class, () -> platform(LONG).route(PLACE, Set.of()));
        assertTrue(lost.getMessage().contains("lost"), lost.getMessage());
        assertTrue(lost.getMessage().contains("connection closed"), lost.getMessage());
        assertThrows(ImageException.class, () -> images().find(new ImageRef("x")));
    }

    /** For example a class that Jenkins does not let through the channel. */
    @Test
    void anAnswerThatCannotBeReadIsAsGoodAsNone() {
        answer.completeExceptionally(new SecurityException("Rejected: evil.Gadget"));
        var refused =
                assertThrows(UnreachableException.class, () -> platform(LONG).replicas(PLACE));
        assertTrue(refused.getMessage().contains("evil.Gadget"), refused.getMessage());
    }

    @Test
    void anAnswerToAnotherQuestionIsAsGoodAsNone() {
        answer.complete(EngineAnswer.of("root"));
        assertThrows(UnreachableException.class, () -> platform(LONG).replicas(PLACE));
        assertThrows(ImageException.class, () -> images().has(new ImageDigest("sha256:" + "a".repeat(64)), Map.of()));
    }

    @Test
    void anInterruptEndsTheWaitAsTheMethodDeclares() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> platform(LONG).route(PLACE, Set.of()));
        assertTrue(answer.isCancelled());
    }

    /** An undeclared exception would be recorded as a failure of the build; the abort it is. */
    @Test
    void anInterruptOfAMethodThatDeclaresNoneStands() {
        Thread.currentThread().interrupt();
        assertThrows(PlatformException.class, () -> platform(LONG).replicas(PLACE));
        assertTrue(Thread.interrupted());
        answer = new CompletableFuture<>();
        Thread.currentThread().interrupt();
        assertThrows(ImageException.class, () -> images().find(new ImageRef("x")));
        assertTrue(Thread.interrupted());
    }

    @Test
    void linesWrittenBeforeTheAnswerAreHeardAndNoneAfterIt() throws Exception {
        var heard = new ArrayList<String>();
        answer.complete(EngineAnswer.of(new ImageDigest("sha256:" + "a".repeat(64))));
        images().build(new ByteArrayInputStream(new byte[0]), "Dockerfile", new ImageRef("x"), Map.of(), heard::add);
        assertEquals(List.of("Step 1"), heard);
        assertThrows(IOException.class, () -> logs.get(0).write('x'));
    }

    @Test
    void contentWrittenBeforeTheAnswerArrivesAndNoneAfterIt() throws Exception {
        var content = new ByteArrayOutputStream();
        answer.complete(EngineAnswer.of(null));
        images().save(new ImageDigest("sha256:" + "a".repeat(64)), content);
        assertEquals("Step 1\n", content.toString(StandardCharsets.UTF_8));
        assertThrows(IOException.class, () -> logs.get(0).write('x'));
    }

    @Test
    void ordersMayTakeTheTimeTheyNameAndSomeMore() {
        assertEquals(EngineProxy.QUESTION, EngineProxy.limit("replicas", new Object[] {PLACE}));
        assertEquals(
                EngineProxy.ORDER.plus(Duration.ofHours(1)),
                EngineProxy.limit("awaitDrained", new Object[] {PLACE, new ReplicaId("x"), Duration.ofHours(1)}));
        assertEquals(
                EngineProxy.ORDER.plus(HealthCheck.DEFAULT.timeout()),
                EngineProxy.limit("awaitHealthy", new Object[] {null, HealthCheck.DEFAULT}));
        assertEquals(
                EngineProxy.TRANSFER, EngineProxy.limit("build", new Object[] {new ByteArrayInputStream(new byte[0])}));
    }

    private Platform platform(Duration longest) {
        return EngineProxy.of(transport, "build-1", Platform.class, longest);
    }

    private ImageBuilder images() {
        return EngineProxy.of(transport, "build-1", ImageBuilder.class, LONG);
    }
}
