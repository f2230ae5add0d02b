package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an approval may be asked about, and how much of it is kept")
class OpenRequestTest extends GateFixture {

    private static OpenRequest about(MergePreview preview, Set<String> authors, ApprovalTerms terms) {
        return new OpenRequest(
                Samples.QA,
                Samples.DEVELOPER,
                Samples.MASTER,
                Samples.release(1),
                pins(TARGET, preview),
                terms,
                authors,
                null,
                null);
    }

    @Test
    @DisplayName("A branch is not merged into itself")
    void oneBranch() {
        var thrown = assertThrows(
                InvalidValueException.class,
                () -> new OpenRequest(
                        Samples.QA,
                        Samples.MASTER,
                        Samples.MASTER,
                        Samples.release(1),
                        unmoved(),
                        ApprovalTerms.defaults(),
                        null,
                        null,
                        null));
        assertTrue(thrown.getMessage().contains("another branch than the source, master"), thrown.getMessage());
    }

    @Test
    @DisplayName("Thousands of conflicts with endless names are kept in part")
    void manyConflicts() throws Exception {
        var files = IntStream.range(0, 20_000)
                .mapToObj(i -> "\u202e".repeat(4000) + i)
                .toList();
        var approval = gate.open(about(new MergePreview.Conflicting(files), null, ApprovalTerms.defaults()));
        assertEquals(300, approval.conflicts().size());
        assertEquals(400, approval.conflicts().get(0).length());
        restart();
        assertEquals(approval, now(approval.id()));
    }

    @Test
    @DisplayName("Authors are kept all or not at all: one left out could approve the change")
    void manyAuthors() {
        var preview = new MergePreview.Clean(Samples.tree(1));
        var many = IntStream.range(0, 2001).mapToObj(i -> "author" + i).collect(Collectors.toSet());
        assertThrows(InvalidValueException.class, () -> about(preview, many, ApprovalTerms.defaults()));
        assertEquals(
                300,
                about(preview, Set.of("x".repeat(10_000)), ApprovalTerms.defaults())
                        .authors()
                        .iterator()
                        .next()
                        .length());
    }

    @Test
    @DisplayName("A question is a text, not a book")
    void longMessage() {
        var preview = new MergePreview.Clean(Samples.tree(1));
        var terms = new ApprovalTerms(
                Approvers.ANYONE, List.of(), MergeStrategy.MERGE, RetestPolicy.NEVER, null, null, "x".repeat(4001));
        assertThrows(InvalidValueException.class, () -> about(preview, null, terms));
    }
}
