package io.jenkins.plugins.branchgate.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor.Limits;
import io.jenkins.plugins.branchgate.jenkins.KeyedExecutor.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KeyedExecutorTest {

    private final CountDownLatch silence = new CountDownLatch(1);
    private KeyedExecutor executor = new KeyedExecutor("test-", new Limits(8, 3, 2, 20));

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void anEngineThatIsSilentHoldsUpItsOwnEnvironmentsAndNoOthers() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals(Outcome.ACCEPTED, hang("silent engine", "environment " + i));
        }
        var others = new CountDownLatch(5);
        for (int i = 0; i < 5; i++) {
            submit("other engine", "other " + i, others::countDown);
        }
        assertTrue(others.await(60, TimeUnit.SECONDS));
    }

    @Test
    void aGroupTakesSoManyThreadsAndNoMore() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(12);
        for (int i = 0; i < 12; i++) {
            submit("engine", "environment " + i, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.sleep(5);
                running.decrementAndGet();
                done.countDown();
            });
        }
        assertTrue(done.await(60, TimeUnit.SECONDS));
        assertTrue(most.get() <= 3, most.get() + " at once");
    }

    @Test
    void allTogetherTakeSoManyThreadsAndNoMore() throws Exception {
        var began = new CountDownLatch(8);
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 12; i++) {
            submit("engine " + i, "environment " + i, () -> {
                used.add(Thread.currentThread());
                began.countDown();
                silence.await();
            });
        }
        assertTrue(began.await(60, TimeUnit.SECONDS));
        assertEquals(8, used.size());
        var last = new CountDownLatch(1);
        submit("engine 13", "environment 13", last::countDown);
        silence.countDown();
        assertTrue(last.await(60, TimeUnit.SECONDS));
    }

    @Test
    void workOfOneKeyRunsInOrderAndOneAtATime() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        var done = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            int each = i;
            executor.submit("g", "same", "work " + i, () -> {
                order.add(each);
                Thread.sleep(5);
                order.add(each);
                done.countDown();
            });
        }
        assertTrue(done.await(60, TimeUnit.SECONDS));
        assertEquals(List.of(0, 0, 1, 1), order);
    }

    @Test
    void theSameWorkIsNotQueuedTwiceAndIsAgainOnceItIsDone() throws Exception {
        var began = new CountDownLatch(1);
        executor.submit("g", "key", "look", () -> {
            began.countDown();
            silence.await();
        });
        began.await();
        assertEquals(Outcome.ALREADY_THERE, executor.submit("g", "key", "look", () -> {}));
        assertTrue(executor.isBusy("key"));
        silence.countDown();
        while (executor.isBusy("key")) {
            Thread.sleep(1);
        }
        assertEquals(Outcome.ACCEPTED, executor.submit("g", "key", "look", () -> {}));
    }

    @Test
    void soMuchWaitsOfAKeyAndNoMore() throws Exception {
        var began = new CountDownLatch(1);
        executor.submit("g", "key", "0", () -> {
            began.countDown();
            silence.await();
        });
        began.await();
        assertEquals(Outcome.ACCEPTED, executor.submit("g", "key", "1", () -> {}));
        assertEquals(Outcome.ACCEPTED, executor.submit("g", "key", "2", () -> {}));
        assertEquals(Outcome.REFUSED, executor.submit("g", "key", "3", () -> {}));
        assertEquals(Outcome.ACCEPTED, executor.submit("g", "other", "3", () -> {}));
    }

    @Test
    void soManyKeysHaveWorkAndNoMore() {
        for (int i = 0; i < 20; i++) {
            assertEquals(Outcome.ACCEPTED, hang("silent", "key " + i));
        }
        assertEquals(Outcome.REFUSED, hang("other", "key 20"));
    }

    @Test
    void whatFailsEndsNothingElse() throws Exception {
        var done = new CountDownLatch(1);
        executor.submit("g", "key", "bad", () -> {
            throw new IllegalStateException("bad");
        });
        executor.submit("g", "key", "good", done::countDown);
        assertTrue(done.await(60, TimeUnit.SECONDS));
    }

    @Test
    void theEndInterruptsWhatRunsAndTakesNothingMore() throws Exception {
        var began = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        submit("g", "key", () -> {
            began.countDown();
            try {
                silence.await();
            } finally {
                interrupted.countDown();
            }
        });
        began.await();
        assertTrue(executor.close(60_000));
        assertEquals(0, interrupted.getCount());
        assertEquals(Outcome.REFUSED, hang("g", "late"));
        assertFalse(executor.isBusy("late"));
    }

    @Test
    void whoWaitsForASilentRemoteIsTold() throws Exception {
        assertEquals("here", executor.call("g", "key", "quick", () -> "here", Duration.ofMinutes(1)));
        assertThrows(
                TimeoutException.class,
                () -> executor.call(
                        "g",
                        "key",
                        "slow",
                        () -> {
                            silence.await();
                            return "late";
                        },
                        Duration.ofMillis(10)));
        var failed = assertThrows(
                ExecutionException.class,
                () -> executor.call(
                        "g",
                        "other",
                        "bad",
                        () -> {
                            throw new IllegalStateException("bad");
                        },
                        Duration.ofMinutes(1)));
        assertEquals("bad", failed.getCause().getMessage());
    }

    @Test
    void ofManyWhoWaitForASilentRemoteMostAreToldAtOnce() {
        hang("g", "key");
        int told = 0;
        for (int i = 0; i < 10; i++) {
            var refused = assertThrows(
                    TimeoutException.class, () -> executor.call("g", "key", "look", () -> 1, Duration.ofMillis(1)));
            told += "Too much waits already".equals(refused.getMessage()) ? 1 : 0;
        }
        assertTrue(told >= 7, told + " of 10");
    }

    private Outcome hang(String group, String key) {
        return submit(group, key, silence::await);
    }

    private Outcome submit(String group, String key, KeyedExecutor.Work work) {
        return executor.submit(group, key, key, work);
    }
}
