package io.jenkins.plugins.branchgate.jenkins.board;

import java.util.HashMap;
import java.util.Map;

/** How many requests may ask engines at a time: so many of one engine, and so many of all. Never lets anybody wait. */
final class AskingLimit {

    private final int mostOfEngine;
    private final int most;
    private final Map<Object, Integer> asking = new HashMap<>();
    private int all;

    AskingLimit(int mostOfEngine, int most) {
        this.mostOfEngine = mostOfEngine;
        this.most = most;
    }

    /** True if the engine may be asked now; then {@link #end} is to be called. */
    synchronized boolean tryBegin(Object engine) {
        int ofEngine = asking.getOrDefault(engine, 0);
        if (all >= most || ofEngine >= mostOfEngine) {
            return false;
        }
        all++;
        asking.put(engine, ofEngine + 1);
        return true;
    }

    /** The engine answered, or did not. */
    synchronized void end(Object engine) {
        all--;
        asking.computeIfPresent(engine, (e, count) -> count == 1 ? null : count - 1);
    }
}
