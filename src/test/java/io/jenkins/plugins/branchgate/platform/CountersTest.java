package io.jenkins.plugins.branchgate.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountersTest {

    @Test
    void whatWasCountedInBetween() {
        assertEquals(new Counters(7, 50, 0, 2), new Counters(7, 150, 1, 3).since(new Counters(7, 100, 1, 1)));
    }

    @Test
    void anEdgeThatStartedAnewCountsFromZeroHoweverMuchItCountedSince() {
        var anew = new Counters(8, 1000, 5, 2);
        assertEquals(anew, anew.since(new Counters(7, 100, 1, 1)));
    }

    @Test
    void noDifferenceIsNegative() {
        var before = new Counters(7, 100, 5, 5);
        for (var now : new Counters[] {new Counters(7, 200, 0, 6), new Counters(7, 200, 6, 0), Counters.NONE}) {
            assertEquals(now, now.since(before));
        }
        assertEquals(new Counters(7, 0, 0, 0), new Counters(7, -1, -2, Long.MIN_VALUE));
    }
}
