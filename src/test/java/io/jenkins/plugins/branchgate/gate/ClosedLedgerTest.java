package io.jenkins.plugins.branchgate.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.ledger.ApprovalMoved;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Environment;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A gate whose ledger cannot be believed")
class ClosedLedgerTest extends GateFixture {

    private static final Environment PRODUCTION = Samples.environment(Samples.PRODUCTION);
    private static final CommitId MERGED = Samples.commit(60);

    /** Nothing that these tests refuse may get as far as the repository. */
    private static final Merger UNTOUCHED = (Merger)
            Proxy.newProxyInstance(Merger.class.getClassLoader(), new Class<?>[] {Merger.class}, (p, method, a) -> {
                throw new AssertionError(method.getName());
            });

    private static AdmissionRequest entry(CommitId commit) {
        return new AdmissionRequest(PRODUCTION, commit, null, "ci");
    }

    private void edit(UnaryOperator<String> line) throws Exception {
        ledger.close();
        var file = folder.resolve("ledger.jsonl");
        Files.write(file, Files.readAllLines(file).stream().map(line).toList());
        restart();
    }

    private void acknowledge() throws Exception {
        ledger.acknowledge("ada", ledger.view().integrity().digest());
    }

    @Test
    @DisplayName("A line edited from REJECTED to MERGED admits nothing and closes the gates until it is acknowledged")
    void rejectedEditedToMerged() throws Exception {
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        var rejected = reject(open(), QUINN);
        edit(line -> line.contains("\"to\":\"REJECTED\"")
                ? line.replace("\"to\":\"REJECTED\"", "\"to\":\"MERGED\",\"mergeCommit\":\"" + MERGED + "\"")
                : line);

        var refused = assertThrows(NotAdmittedException.class, () -> gate.admit(entry(MERGED)));
        assertTrue(refused.getMessage().contains("edited or damaged at line"), refused.getMessage());
        assertTrue(refused.getMessage().contains("An administrator"), refused.getMessage());
        assertThrows(NotAdmittedException.class, () -> gate.override(entry(MERGED), QUINN, true, "urgent"));
        var qa = Samples.environment(Samples.QA);
        assertThrows(
                NotAdmittedException.class,
                () -> gate.admit(new AdmissionRequest(qa, Samples.commit(1), null, null)),
                "not even through an open gate");
        assertClosed(() -> open());
        assertClosed(() -> approve(rejected, QUINN));
        assertClosed(() -> gate.merge(rejected.id(), UNTOUCHED, null));

        acknowledge();
        assertThrows(NotAdmittedException.class, () -> gate.admit(entry(MERGED)));
        assertEquals(ApprovalState.SUPERSEDED, state(rejected), "it must be asked for anew");
        var again = approve(open(), QUINN);
        assertEquals(ApprovalState.APPROVED, again.state(), "what is decided from here on counts");
        Samples.append(
                ledger,
                new ApprovalMoved(again.id(), ApprovalState.APPROVED, ApprovalState.MERGING, "x", null),
                new ApprovalMoved(again.id(), ApprovalState.MERGING, ApprovalState.MERGED, "x", Samples.commit(61)));
        assertEquals(Admission.APPROVED, gate.admit(entry(Samples.commit(61))));
        restart();
        assertEquals(Admission.APPROVED, gate.admit(entry(Samples.commit(61))));
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertClosed(Call call) {
        var thrown = assertThrows(NotApprovableException.class, call::make);
        assertEquals(NotApprovableException.Reason.LEDGER_CLOSED, thrown.reason());
    }

    @Test
    @DisplayName("Who hides the record of production does not get a first release without a decision")
    void hiddenProduction() throws Exception {
        Samples.deploy(ledger, 49, Samples.PRODUCTION);
        edit(line -> line.contains("\"production\"") ? line.replace("\"production\"", "\"prod\"") : line);
        var head = Samples.commit(50);
        assertThrows(NotAdmittedException.class, () -> gate.admit(new AdmissionRequest(PRODUCTION, head, head, "ci")));
        acknowledge();
        var refused = assertThrows(
                NotAdmittedException.class, () -> gate.admit(new AdmissionRequest(PRODUCTION, head, head, "ci")));
        assertTrue(refused.getMessage().contains("before the damage of the ledger"), refused.getMessage());
        assertEquals(Admission.OVERRIDE, gate.override(entry(head), QUINN, true, "Checked by hand"));
    }

    @Test
    @DisplayName("An approval whose withdrawal is cut out is not merged when the damage is acknowledged")
    void withdrawalCutOut() throws Exception {
        var approved = approve(open(), QUINN);
        Samples.append(
                ledger,
                new ApprovalMoved(approved.id(), ApprovalState.APPROVED, ApprovalState.WITHDRAWN, "Not now.", null));
        Samples.deploy(ledger, 2, Samples.PRODUCTION);
        ledger.close();
        var file = folder.resolve("ledger.jsonl");
        Files.write(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.contains("\"to\":\"WITHDRAWN\""))
                        .toList());
        restart();
        assertClosed(() -> gate.merge(approved.id(), UNTOUCHED, null));
        acknowledge();
        assertEquals(List.of(), gate.unsettled());
        assertThrows(AlreadyDecidedException.class, () -> gate.merge(approved.id(), UNTOUCHED, null));
    }
}
