package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.cli.CLICommandInvoker;
import hudson.model.Result;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may look and decide on the command line, and what a script is told. */
@WithJenkins
class CommandLineTest {
    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;
    private Asked asked;

    @BeforeEach
    void buildThatAsks(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        site.seemsToRunInQa();
        asked = Asked.awaitBy(new Pipelines(jenkins).start("shop", site.ask("")), site, jenkins);
    }

    @Test
    void listShowsWhatTheCallerMayRead() {
        String id = asked.id().value();

        var seen = run("branch-gate-list", Staff.READER);
        assertEquals(0, seen.returnCode());
        assertTrue(seen.stdout().startsWith(id + "\tpending\tqa\tdeveloper -> master\t"), seen.stdout());
        assertTrue(run("branch-gate-list", Staff.READER, "--json").stdout().contains("\"id\":\"" + id + "\""));
        assertTrue(
                !run("branch-gate-list", Staff.STRANGER, "--all").stdout().contains(id),
                "nothing of it for a stranger");
    }

    @Test
    void whoMayNotDecideIsToldAndRecorded() throws Exception {
        String id = asked.id().value();

        for (var person : List.of(Staff.READER, Staff.DEVELOPER)) {
            var refused = run("branch-gate-reject", person, id, "--comment", "No");
            assertEquals(6, refused.returnCode(), person + ": " + refused);
            assertTrue(refused.stderr().contains("lacks the permission Branch Gate/Approve"), refused.stderr());
        }
        var unknown = run("branch-gate-reject", Staff.STRANGER, id, "--comment", "No");
        assertEquals(3, unknown.returnCode(), "there is none that a stranger may see");

        assertEquals(ApprovalState.PENDING, asked.state());
        assertEquals(
                List.of("rita DENIED CLI", "dan DENIED CLI"),
                asked.approval().votes().stream()
                        .map(vote -> vote.by() + " " + vote.verdict() + " " + vote.channel())
                        .toList());
    }

    @Test
    void scriptLearnsWhyItWasRefused() throws Exception {
        String id = asked.id().value();

        var unhealthy = run("branch-gate-approve", Staff.APPROVER, id);
        assertEquals(4, unhealthy.returnCode(), unhealthy.toString());
        assertTrue(unhealthy.stderr().contains("not healthy"), unhealthy.stderr());
        assertEquals(3, run("branch-gate-reject", Staff.APPROVER, id).returnCode());
        assertEquals(
                3, run("branch-gate-reject", Staff.APPROVER, "no-such-approval").returnCode());
        assertEquals(ApprovalState.PENDING, asked.state());

        assertEquals(
                0,
                run("branch-gate-reject", Staff.APPROVER, id, "--comment", "Wrong")
                        .returnCode());
        var late = run("branch-gate-withdraw", Staff.APPROVER, id);
        assertEquals(4, late.returnCode());
        assertTrue(late.stderr().contains("quinn"), late.stderr());

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(asked.build()));
        var votes = asked.approval().votes();
        var last = votes.get(votes.size() - 1);
        assertEquals(Verdict.REJECT, last.verdict());
        assertEquals(Channel.CLI, last.channel());
    }

    private CLICommandInvoker.Result run(String command, String person, String... arguments) {
        return new CLICommandInvoker(jenkins, command).asUser(person).invokeWithArgs(arguments);
    }
}
