package io.jenkins.plugins.branchgate.bench;

import java.util.ArrayList;

/** Swaps releases under load and counts the requests that got no good answer. */
final class LossBench {
    private final int swaps;
    private final long requests;

    /**
     * @param swaps how often each contestant brings a new release into service
     * @param requests the least number of requests over those swaps; the load goes on until it is reached
     */
    LossBench(int swaps, long requests) {
        this.swaps = swaps;
        this.requests = requests;
    }

    Result measure(Contestant contestant) throws Exception {
        var times = new ArrayList<Double>();
        try (var load = Load.on(contestant.port(), 8, 8)) {
            Thread.sleep(500);
            for (int i = 0; i < swaps; i++) {
                long begun = System.nanoTime();
                contestant.swap();
                times.add((System.nanoTime() - begun) / 1e6);
            }
            while (load.counted().all() < requests) {
                Thread.sleep(100);
            }
            load.close();
            return new Result(contestant.name(), swaps, load.counted(), new Figures("swap", "ms", times).median());
        }
    }

    /** What one contestant lost, and how long its swaps took, as a median. */
    record Result(String name, int swaps, Load.Counted counted, double swapMillis) {
        String row() {
            return "%-24s %4d swaps %9d requests  lost %6d (keep-alive %d of %d, new connections %d of %d)  %.0f ms a swap"
                    .formatted(
                            name,
                            swaps,
                            counted.all(),
                            counted.lost(),
                            counted.keepAliveLost(),
                            counted.keepAlive(),
                            counted.newConnectionsLost(),
                            counted.newConnections(),
                            swapMillis);
        }
    }
}
