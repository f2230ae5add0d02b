package io.jenkins.plugins.branchgate.jenkins.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.branchgate.git.FileChange;
import io.jenkins.plugins.branchgate.git.FileChange.Kind;
import io.jenkins.plugins.branchgate.git.FileDiff;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownFileTest {

    private static final FileChange CHANGE = new FileChange(Kind.MODIFIED, "index.html", "index.html");

    @Test
    void eachLineIsToldApartByItsMarkAndKeptAsItIs() {
        var shown = new ShownFile(
                CHANGE,
                new FileDiff(
                        CHANGE, false, "@@ -1,2 +1,2 @@\n same\n-<b>old</b>\n+<script>alert(1)</script>\n", false));

        assertEquals(
                List.of("hunk", "same", "remove", "add"),
                shown.lines().stream().map(ShownFile.Line::kind).toList());
        assertEquals("+<script>alert(1)</script>", shown.lines().get(3).text());
        assertEquals(1, shown.added());
        assertEquals(1, shown.removed());
        assertNull(shown.movedFrom());
    }

    @Test
    void aFileBeyondTheBoundHasNoLines() {
        var shown = new ShownFile(new FileChange(Kind.RENAMED, "new.html", "old.html"), null);
        assertEquals(List.of(), shown.lines());
        assertEquals("old.html", shown.movedFrom());
    }
}
