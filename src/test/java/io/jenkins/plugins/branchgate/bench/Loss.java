package io.jenkins.plugins.branchgate.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one contestant lost.
 *
 * @param name who
 * @param swaps how often it brought a new release into service
 * @param counted the requests over those swaps
 * @param swapSeconds how long each swap took
 */
record Loss(String name, int swaps, Load.Counted counted, Figures swapSeconds) {

    double perSwap() {
        return (double) counted.lost() / swaps;
    }

    String row() {
        return "%-34s %4d swaps %9d requests  lost %6d, %.2f a swap (kept %d of %d, new %d of %d)  %.2f s a swap"
                .formatted(
                        name,
                        swaps,
                        counted.all(),
                        counted.lost(),
                        perSwap(),
                        counted.keptLost(),
                        counted.kept(),
                        counted.freshLost(),
                        counted.fresh(),
                        swapSeconds.median());
    }

    Map<String, Object> json() {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", name);
        map.put("swaps", swaps);
        map.put("requests", counted.all());
        map.put("lost", counted.lost());
        map.put("lostPerSwap", perSwap());
        map.put("keptConnections", Map.of("requests", counted.kept(), "lost", counted.keptLost()));
        map.put("newConnections", Map.of("requests", counted.fresh(), "lost", counted.freshLost()));
        map.put("secondsPerSwap", swapSeconds.median());
        map.put("swapSeconds", swapSeconds.rounds());
        return map;
    }
}
