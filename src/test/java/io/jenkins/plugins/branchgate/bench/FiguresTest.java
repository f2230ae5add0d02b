package io.jenkins.plugins.branchgate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void theMedianIsTheMiddleOneWhateverTheOrder() {
        assertEquals(3, new Figures("a", "ms", List.of(9.0, 1.0, 3.0)).median());
        assertEquals(3, new Figures("a", "ms", List.of(100.0, 2.0, 4.0, 1.0)).median());
    }

    @Test
    void aGoalMayBeAtMostOrAtLeast() {
        assertTrue(Goal.atMost("a", 1.2, 1.2).met());
        assertFalse(Goal.atMost("a", 1.21, 1.2).met());
        assertTrue(Goal.atLeast("a", 10, 10).met());
        assertFalse(Goal.atLeast("a", 9.99, 10).met());
    }

    @Test
    void aGoalsRowSaysWhatWasMeasuredAndWhetherItWasMet() {
        assertEquals(
                "  ratio: 1.25 (goal: at most 1.20, NOT met)",
                Goal.atMost("ratio", 1.25, 1.2).row());
        assertEquals(
                "  times: 12.50 (goal: at least 10, met)",
                Goal.atLeast("times", 12.5, 10).row());
    }
}
