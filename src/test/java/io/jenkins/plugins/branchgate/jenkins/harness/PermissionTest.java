package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Verdict;
import io.jenkins.plugins.branchgate.model.Vote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may look, and who may decide: by page and by REST. */
@WithJenkins
class PermissionTest {
    private static final List<String> DECISIONS = List.of("approve", "reject", "withdraw", "accept");

    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;

    @BeforeEach
    void siteThatQaRuns(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        site.seemsToRunInQa();
    }

    /** What one person is answered when looking, approving and rejecting without a reason. */
    private record Row(String person, int page, int approve, int reject) {}

    @Test
    void whoLacksThePermissionIsRefusedAndThatIsRecorded() throws Exception {
        var asked = ask("");
        // Who may approve is told that QA is not healthy, or that a reason is missing, and not that they may not.
        var rows = List.of(
                new Row(null, 403, 403, 403),
                new Row(Staff.READER, 200, 403, 403),
                new Row(Staff.DEVELOPER, 200, 403, 403),
                new Row(Staff.APPROVER, 200, 409, 400),
                new Row(Staff.ADMIN, 200, 409, 400));
        var checks = new ArrayList<Executable>();

        for (var row : rows) {
            try (var visitor = row.person == null ? Visitor.anonymous(jenkins) : Visitor.of(jenkins, row.person)) {
                int page = visitor.get(asked.page()).getStatusCode();
                int json = visitor.get(asked.page() + "api/json").getStatusCode();
                int approve = visitor.post(asked.page() + "approve").getStatusCode();
                int reject = visitor.post(asked.page() + "reject").getStatusCode();
                int rest = visitor.call(asked.page() + "approve").getStatusCode();
                checks.add(() -> assertEquals(row, new Row(row.person, page, approve, reject)));
                int board = visitor.get("branch-gate/").getStatusCode();
                int boardJson = visitor.get("branch-gate/api/json").getStatusCode();
                checks.add(() -> assertEquals(page, json, row.person + " by REST"));
                checks.add(() -> assertEquals(page, board, row.person + " on the board"));
                checks.add(() -> assertEquals(page, boardJson, row.person + " on the board by REST"));
                checks.add(() -> assertEquals(approve, rest, row.person + " by REST"));
            }
        }

        assertAll(checks);
        assertEquals(ApprovalState.PENDING, asked.state());
        // The same refusal again within a minute, now by REST, is not written down twice.
        var expected = List.of("rita PAGE", "rita PAGE", "dan PAGE", "dan PAGE");
        assertEquals(
                expected,
                denied(asked)
                        .filter(vote -> !vote.contains("quinn") && !vote.contains("ada"))
                        .toList());
    }

    @Test
    void anonymousOfAPublicControllerMayLookAndNoMore() throws Exception {
        ((MockAuthorizationStrategy) jenkins.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone();
        var asked = ask("");

        try (var anonymous = Visitor.anonymous(jenkins)) {
            assertEquals(200, anonymous.get(asked.page()).getStatusCode());
            for (var decision : DECISIONS) {
                assertEquals(
                        403,
                        anonymous.post(asked.page() + decision, "comment", "x").getStatusCode(),
                        decision);
            }
        }

        assertEquals(ApprovalState.PENDING, asked.state());
        assertEquals(
                List.of("anonymous PAGE", "anonymous PAGE", "anonymous PAGE", "anonymous PAGE"),
                denied(asked).toList());
    }

    @Test
    void whoMayNotReadTheJobLearnsNothingOfIt() throws Exception {
        var asked = ask("");

        try (var sam = Visitor.of(jenkins, Staff.STRANGER)) {
            var board = sam.get("branch-gate/");
            assertEquals(200, board.getStatusCode());
            assertFalse(board.getContentAsString().contains(asked.id().value()));
            var json = sam.get("branch-gate/api/json").getContentAsString();
            assertFalse(json.contains("developer"), json);
            assertEquals(404, sam.get(asked.page()).getStatusCode());
            for (var decision : DECISIONS) {
                assertEquals(
                        404, sam.post(asked.page() + decision, "comment", "x").getStatusCode(), decision);
            }
        }
        assertEquals(List.of(), asked.approval().votes());
    }

    @Test
    void nothingIsDecidedByALinkNorByAnotherSitesForm() throws Exception {
        var asked = ask("");

        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            for (var decision : DECISIONS) {
                assertEquals(
                        405, quinn.get(asked.page() + decision + "?comment=x").getStatusCode(), decision);
                assertEquals(
                        403,
                        quinn.postWithoutCrumb(asked.page() + decision, "comment", "x")
                                .getStatusCode(),
                        decision);
            }
            assertEquals(
                    404,
                    quinn.post(asked.build().getUrl() + "qa-approval/no-such-one/reject", "comment", "x")
                            .getStatusCode());
        }

        assertEquals(ApprovalState.PENDING, asked.state());
        assertEquals(List.of(), asked.approval().votes());
    }

    @Test
    void approverWhoIsNotNamedIsRefusedAndAGroupIsKnown() throws Exception {
        var forQuentin = ask(", approvers: 'quentin'");
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER)) {
            var refused = quinn.post(forQuentin.page() + "reject", "comment", "Not mine to reject");
            assertEquals(403, refused.getStatusCode());
            assertTrue(refused.getContentAsString().contains("not among the approvers"));
            assertEquals(List.of("quinn PAGE"), denied(forQuentin).toList());
            assertEquals(ApprovalState.PENDING, forQuentin.state());

            var forTheTeam = ask(", approvers: 'qa-team'");
            assertEquals(
                    200,
                    quinn.post(forTheTeam.page() + "reject", "comment", "The team's")
                            .getStatusCode());
            assertEquals(ApprovalState.REJECTED, forTheTeam.state());
        }
    }

    @Test
    void nobodyApprovesWhatTheyStartedNotEvenAnAdministrator() throws Exception {
        var started = new CauseAction(new Cause.UserIdCause(Staff.ADMIN));
        var build = new Pipelines(jenkins)
                .job("own", site.ask(""))
                .scheduleBuild2(0, started)
                .waitForStart();
        var asked = Asked.awaitBy(build, site, jenkins);

        try (var ada = Visitor.of(jenkins, Staff.ADMIN)) {
            var refused = ada.post(asked.page() + "approve");
            assertEquals(403, refused.getStatusCode());
            assertTrue(refused.getContentAsString().contains("the one who started its build"));
            assertEquals(List.of("ada PAGE"), denied(asked).toList());
            assertEquals(200, ada.post(asked.page() + "withdraw").getStatusCode());
        }
        assertEquals(ApprovalState.WITHDRAWN, asked.state());
    }

    private int job;

    private Asked ask(String settings) throws Exception {
        return Asked.awaitBy(new Pipelines(jenkins).start("shop-" + job++, site.ask(settings)), site, jenkins);
    }

    /** Who was refused, and where. */
    private static Stream<String> denied(Asked asked) throws Exception {
        return asked.approval().votes().stream()
                .filter(vote -> vote.verdict() == Verdict.DENIED)
                .map(PermissionTest::words);
    }

    private static String words(Vote vote) {
        Channel channel = vote.channel();
        return vote.by() + " " + channel;
    }
}
