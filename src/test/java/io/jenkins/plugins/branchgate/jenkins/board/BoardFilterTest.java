package io.jenkins.plugins.branchgate.jenkins.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BoardFilterTest {

    @Test
    void withoutAFilterEverythingIsShown() {
        assertFalse(BoardFilter.NONE.active());
        assertTrue(BoardFilter.NONE.shows("qa", "shop", null));
        assertTrue(new BoardFilter("  ", "").shows("qa"));
    }

    @Test
    void textIsFoundInAnyOfTheTextsWhateverItsCase() {
        var filter = new BoardFilter(" DeVel ", null);
        assertTrue(filter.active());
        assertTrue(filter.shows("qa", "shop", "developer"));
        assertFalse(filter.shows("qa", "shop", "master", null));
    }

    @Test
    void theEnvironmentMustBeExactlyTheOneWanted() {
        var filter = new BoardFilter(null, "qa");
        assertTrue(filter.shows("qa", "shop"));
        assertFalse(filter.shows("qa-2", "qa"));
    }

    @Test
    void textAndEnvironmentMustBothFit() {
        assertFalse(new BoardFilter("shop", "qa").shows("production", "shop"));
    }

    @Test
    void ofAHugeFilterOnlyTheBeginningIsLookedFor() {
        String longest = "x".repeat(BoardFilter.LONGEST);
        assertEquals(longest, new BoardFilter(longest, null).text());
        assertEquals(longest, new BoardFilter(longest + "y", null).text());
        assertEquals(longest, new BoardFilter(null, longest + "y").environment());
    }
}
