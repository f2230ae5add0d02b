package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("peers, approval, point 5: quick clicks, and: atomic decision")
class ConcurrentDecisionsTest extends GateFixture {

    private List<Object> atOnce(int people, java.util.function.IntFunction<Callable<?>> decision) throws Exception {
        var pool = Executors.newFixedThreadPool(people);
        var start = new CountDownLatch(1);
        var tasks = new ArrayList<java.util.concurrent.Future<Object>>();
        for (int i = 0; i < people; i++) {
            var one = decision.apply(i);
            tasks.add(pool.submit(() -> {
                start.await();
                try {
                    return one.call();
                } catch (GateException e) {
                    return e;
                }
            }));
        }
        start.countDown();
        var results = new ArrayList<Object>();
        for (var task : tasks) {
            results.add(task.get());
        }
        pool.shutdown();
        return results;
    }

    @Test
    @DisplayName("peers, approval, point 5: two quick clicks decide once")
    void twoClicks() throws Exception {
        var approval = open();
        var results = atOnce(2, i -> () -> approve(approval, QUINN));
        var late = results.stream()
                .filter(AlreadyDecidedException.class::isInstance)
                .toList();
        assertEquals(1, late.size(), results::toString);
        assertEquals("Quinn <quinn>", ((AlreadyDecidedException) late.get(0)).by());
        assertEquals(1, now(approval.id()).votes().size());
    }

    @Test
    @DisplayName("point 5: of a hundred concurrent decisions one takes effect, the others learn which and whose")
    void hundred() throws Exception {
        var approval = open();
        var results = atOnce(100, i -> switch (i % 3) {
            case 0 -> () -> approve(approval, person("approver" + i));
            case 1 -> () -> reject(approval, person("rejecter" + i));
            default -> () -> gate.withdraw(approval.id(), person("withdrawer" + i), null, Channel.PAGE);
        });
        var decided = now(approval.id());
        if (decided.votes().size() == 2) {
            // the one thing that may follow an approval before its merge
            assertEquals(Verdict.APPROVE, decided.votes().get(0).verdict());
            assertEquals(ApprovalState.WITHDRAWN, decided.state());
        } else {
            assertEquals(1, decided.votes().size());
        }
        int late = 0;
        for (var result : results) {
            if (result instanceof AlreadyDecidedException exception) {
                late++;
                assertTrue(
                        decided.votes().stream().anyMatch(vote -> exception.by().contains(vote.by())),
                        exception::getMessage);
                assertTrue(exception.state() != ApprovalState.PENDING, exception::getMessage);
                assertEquals(now, exception.at());
            }
        }
        assertEquals(100 - decided.votes().size(), late, results::toString);
    }

    @Test
    @DisplayName("point 5: a hundred approving at once make one approval with its quorum, no more")
    void quorumAtOnce() throws Exception {
        var approval = open(terms(new Approvers(Set.of(), Set.of(), 3, false)));
        atOnce(100, i -> () -> approve(approval, person("person" + i)));
        var decided = now(approval.id());
        assertEquals(ApprovalState.APPROVED, decided.state());
        assertEquals(3, decided.votes().size());
    }
}
