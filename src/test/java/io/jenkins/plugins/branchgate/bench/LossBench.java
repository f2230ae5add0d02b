package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.util.ArrayList;

/** Swaps releases under load and counts the requests that got no good answer. */
final class LossBench {
    private static final long SAY_NANOS = 15_000_000_000L;
    private static final long DEAD_NANOS = 120_000_000_000L;

    private final int swaps;
    private final long requests;

    /**
     * @param swaps how often each contestant brings a new release into service
     * @param requests the least number of requests; the swaps are spread over them, and the load goes on until both are
     *     done
     */
    LossBench(int swaps, long requests) {
        this.swaps = swaps;
        this.requests = requests;
    }

    Loss measure(Contestant contestant) throws Exception {
        var seconds = new ArrayList<Double>();
        long said = System.nanoTime();
        try (var load = Load.on(contestant.port(), 8, 8)) {
            Thread.sleep(500);
            for (int i = 1; i <= swaps; i++) {
                long begun = System.nanoTime();
                contestant.swap();
                seconds.add((System.nanoTime() - begun) / 1e9);
                awaitRequests(load, requests * i / swaps);
                if (System.nanoTime() - said > SAY_NANOS || i == swaps) {
                    said = System.nanoTime();
                    Stderr.say(
                            "%s: %d of %d swaps, %d requests, %d lost",
                            contestant.name(),
                            i,
                            swaps,
                            load.counted().all(),
                            load.counted().lost());
                }
            }
            load.close();
            return new Loss(contestant.name(), swaps, load.counted(), new Figures("swap", "s", seconds));
        }
    }

    private static void awaitRequests(Load load, long wanted) throws InterruptedException, IOException {
        long good = -1;
        long since = System.nanoTime();
        while (load.counted().all() < wanted) {
            long now = load.counted().all() - load.counted().lost();
            if (now > good) {
                good = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > DEAD_NANOS) {
                throw new IOException("no good answer for two minutes, after "
                        + load.counted().all() + " requests, " + load.counted().lost() + " of them lost");
            }
            Thread.sleep(20);
        }
    }
}
