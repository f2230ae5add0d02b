package io.jenkins.plugins.branchgate.jenkins.board;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AskingLimitTest {

    private final AskingLimit limit = new AskingLimit(2, 5);

    @Test
    void viewersOfASilentEngineLeaveRoomForOthers() {
        assertTrue(limit.tryBegin("silent"));
        assertTrue(limit.tryBegin("silent"));
        assertFalse(limit.tryBegin("silent"));
        assertTrue(limit.tryBegin("other"));
        limit.end("silent");
        assertTrue(limit.tryBegin("silent"));
    }

    @Test
    void allEnginesTogetherAreBoundedToo() {
        for (int i = 0; i < 5; i++) {
            assertTrue(limit.tryBegin("engine " + i));
        }
        assertFalse(limit.tryBegin("engine 5"));
        limit.end("engine 0");
        assertTrue(limit.tryBegin("engine 5"));
    }
}
