package io.jenkins.plugins.branchgate.jenkins.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PeriodicWorkTest {

    private final PeriodicWork rounds = new PeriodicWork();

    @Test
    void workIsRepeatedAfterWhatItAsksButNeverWithoutAPause() {
        assertEquals(Duration.ofSeconds(1), PeriodicWork.bounded(Duration.ofMillis(200)));
        assertEquals(Duration.ofSeconds(10), PeriodicWork.bounded(Duration.ofSeconds(10)));
        assertEquals(Duration.ofSeconds(60), PeriodicWork.bounded(Duration.ofDays(1)));
    }

    @Test
    void oneThatHangsHoldsUpNoOther() throws Exception {
        var hanging = new CountDownLatch(1);
        var twice = new CountDownLatch(2);
        try (rounds) {
            rounds.keep("hanging", () -> {
                hanging.await();
                return Duration.ZERO;
            });
            rounds.keep("going", () -> {
                twice.countDown();
                return Duration.ZERO;
            });
            assertTrue(twice.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void theSameNameIsKeptOnce() throws Exception {
        Set<String> ran = ConcurrentHashMap.newKeySet();
        var twice = new CountDownLatch(2);
        try (rounds) {
            for (var who : Set.of("first", "second")) {
                rounds.keep("same", () -> {
                    ran.add(who);
                    twice.countDown();
                    return Duration.ZERO;
                });
            }
            assertTrue(twice.await(60, TimeUnit.SECONDS));
        }
        assertEquals(1, ran.size());
    }

    @Test
    void theEndInterruptsWhatRuns() throws Exception {
        var began = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        rounds.keep("long", () -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return Duration.ZERO;
        });
        assertTrue(began.await(60, TimeUnit.SECONDS));
        rounds.close(Duration.ofSeconds(60));
        assertTrue(interrupted.get());
        rounds.keep("late", () -> Duration.ZERO); // begins nothing and fails nobody
    }

    @Test
    void aSilentEngineWithManyEnvironmentsHoldsUpNoOtherEngine() throws Exception {
        var hanging = new CountDownLatch(1);
        var twice = new CountDownLatch(2);
        try (rounds) {
            for (int i = 0; i < 300; i++) {
                rounds.keep("environment " + i, () -> "silent engine", () -> {
                    hanging.await();
                    return Duration.ZERO;
                });
            }
            rounds.keep("another", () -> "other engine", () -> {
                twice.countDown();
                return Duration.ZERO;
            });
            assertTrue(twice.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsNoMoreIsNotRepeatedAndMayBeginAnew() throws Exception {
        var once = new CountDownLatch(1);
        var again = new CountDownLatch(1);
        try (rounds) {
            rounds.keep("gone", () -> {
                once.countDown();
                return null;
            });
            assertTrue(once.await(60, TimeUnit.SECONDS));
            while (again.getCount() > 0) {
                rounds.keep("gone", () -> {
                    again.countDown();
                    return null;
                });
                Thread.sleep(10);
            }
        }
    }

    @Test
    void whatThrowsEndsNoOther() throws Exception {
        var other = new CountDownLatch(1);
        try (rounds) {
            rounds.keep("failing", () -> {
                throw new IllegalStateException("bad");
            });
            rounds.keep("going", () -> "failing", () -> {
                other.countDown();
                return Duration.ZERO;
            });
            assertTrue(other.await(60, TimeUnit.SECONDS));
        }
    }
}
