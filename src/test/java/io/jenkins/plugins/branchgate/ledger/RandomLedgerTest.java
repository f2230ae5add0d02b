package io.jenkins.plugins.branchgate.ledger;

import static io.jenkins.plugins.branchgate.ledger.Samples.approvalId;
import static io.jenkins.plugins.branchgate.ledger.Samples.deployment;
import static io.jenkins.plugins.branchgate.ledger.Samples.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Traffic;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomLedgerTest {

    private static final List<EnvironmentName> ENVIRONMENTS =
            List.of(Samples.QA, Samples.PRODUCTION, new EnvironmentName("staging"));

    @TempDir
    Path folder;

    /** Whatever was written, in whatever order: an opening finds what the writer had. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void reopeningFindsWhatWasThere(long seed) throws Exception {
        var random = new Random(seed);
        var file = folder.resolve("ledger.jsonl");
        var ledger = open(file);
        try {
            for (int round = 0; round < 40; round++) {
                var events = new ArrayList<LedgerEvent>();
                for (int i = random.nextInt(8); i >= 0; i--) {
                    events.add(any(random));
                }
                if (random.nextInt(6) == 0) {
                    try {
                        ledger.transact((Transaction<Void, InterruptedException>) (view, append) -> {
                            events.forEach(append);
                            throw new InterruptedException();
                        });
                    } catch (InterruptedException e) {
                        continue;
                    }
                }
                Samples.append(ledger, events.toArray(LedgerEvent[]::new));
                if (random.nextInt(8) == 0) {
                    var before = picture(ledger.view());
                    ledger.close();
                    ledger = open(file);
                    assertEquals(List.of(), ledger.warnings());
                    assertEquals(before, picture(ledger.view()), "seed " + seed + ", round " + round);
                }
            }
        } finally {
            ledger.close();
        }
    }

    private static LedgerEvent any(Random random) {
        var environment = ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size()));
        int n = random.nextInt(12);
        return switch (random.nextInt(13)) {
            case 0, 1 -> Samples.opened(n, environment);
            case 2, 3, 4 ->
                new PhaseEntered(
                        deployment(n),
                        Phase.values()[random.nextInt(7)],
                        random.nextBoolean() ? Samples.release(random.nextInt(5)) : null);
            case 5 -> new DeploymentFailed(deployment(n), "reason " + n);
            case 6 -> new TrafficCounted(deployment(n), new Traffic(random.nextLong(), n));
            case 7 -> new ApprovalOpened(Samples.approval(n));
            case 8 ->
                new Voted(
                        approvalId(n),
                        new Vote("u" + n, "ü\n" + n, Verdict.APPROVE, Samples.NOW, Channel.REST, null, null));
            case 9 ->
                new ApprovalMoved(
                        approvalId(n),
                        ApprovalState.PENDING,
                        ApprovalState.values()[random.nextInt(9)],
                        "why",
                        random.nextBoolean() ? Samples.commit(n) : null);
            case 10 -> new EnvironmentRemoved(environment);
            case 11 -> new ReleasePinned(Samples.release(random.nextInt(5)).id(), random.nextBoolean(), "ü" + n);
            default ->
                random.nextBoolean()
                        ? new ApprovalReminded(approvalId(n))
                        : new AlertRaised(environment, "alert", "detail " + n);
        };
    }

    /** All that a view shows, so that two can be compared. */
    private static List<Object> picture(LedgerView view) throws Exception {
        var picture = new ArrayList<Object>();
        picture.add(view.site());
        picture.add(view.sequence());
        picture.add(List.copyOf(view.environments()));
        for (var environment : ENVIRONMENTS) {
            picture.add(view.current(environment));
            picture.add(view.inProgress(environment));
            picture.add(view.history(environment, 1000));
            picture.add(view.everRan(environment));
        }
        picture.add(view.approvals(1000));
        picture.add(view.open());
        picture.add(List.copyOf(view.pinned()));
        for (int n = 0; n < 12; n++) {
            picture.add(view.builtFrom(Samples.TARGET, Samples.tree(n), null));
            picture.add(view.release(Samples.release(n).id()));
            picture.add(view.mergedAs(Samples.commit(n)));
            picture.add(view.reminded(approvalId(n)));
        }
        picture.add(view.entries(1, 10_000));
        return picture;
    }
}
