package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Steps given what they cannot work with: the build fails, the log names the value and what is allowed, nothing runs. */
@WithJenkins
class RefusedSettingsTest {
    @TempDir
    private Path folder;

    /** A step, and what its refusal says. */
    private record Refused(String step, List<String> words) {
        static Refused of(String step, String... words) {
            return new Refused(step, List.of(words));
        }
    }

    @Test
    void deployBranchNamesTheRefusedValue(JenkinsRule jenkins) throws Exception {
        assertRefused(
                jenkins,
                Refused.of("deployBranch environment: 'QA'", "Invalid environment name \"QA\"", "lower-case letters"),
                Refused.of("deployBranch environment: 'a/b'", "Invalid environment name \"a/b\""),
                Refused.of("deployBranch environment: 'q a'", "Invalid environment name \"q a\""),
                Refused.of("deployBranch environment: '-qa'", "Invalid environment name \"-qa\""),
                Refused.of("deployBranch environment: 'q\\u0007a'", "Invalid environment name \"q\\u0007a\""),
                Refused.of("deployBranch environment: ''", "Invalid environment name (none)"),
                Refused.of("deployBranch environment: 'x' * 10000", "Invalid environment name", "10000 characters"),
                Refused.of("deployBranch environment: 'staging', branch: 'developer'", "port of environment staging"),
                Refused.of("deployBranch environment: 'staging', port: 8099", "branch of environment staging"),
                Refused.of("deployBranch environment: 'qa', branch: '-b'", "Invalid branch name \"-b\""),
                Refused.of("deployBranch environment: 'qa', branch: 'a b'", "Invalid branch name \"a b\""),
                Refused.of("deployBranch environment: 'qa', branch: 'a..b'", "Invalid branch name \"a..b\""),
                Refused.of("deployBranch environment: 'qa', branch: 'x' * 10000", "Invalid branch name", "10000 char"),
                Refused.of("deployBranch environment: 'qa', port: 0", "Invalid port \"0\"", "from 1 to 65535"),
                Refused.of("deployBranch environment: 'qa', port: 65536", "Invalid port \"65536\""),
                Refused.of("deployBranch environment: 'qa', replicas: 0", "replicas", "\"0\""),
                Refused.of("deployBranch environment: 'qa', gate: 'ajar'", "Invalid gate \"ajar\"", "open or approved"),
                Refused.of("deployBranch environment: 'qa', health: 'up'", "\"up\""),
                Refused.of(
                        "deployBranch environment: 'qa', siteUrl: 'javascript:alert(1)'",
                        "site address",
                        "http or https"),
                Refused.of("deployBranch environment: 'qa', site: '../other'", "Invalid site folder \"../other\""),
                Refused.of("deployBranch environment: 'qa', site: '/etc'", "Invalid site folder \"/etc\""),
                Refused.of("deployBranch environment: 'qa', url: 'ext::sh -c id'", "ext::"),
                Refused.of("deployBranch environment: 'qa', url: '--upload-pack=id'", "--upload-pack=id"));
    }

    @Test
    void qaApprovalNamesTheRefusedValue(JenkinsRule jenkins) throws Exception {
        String branches = "qaApproval from: 'developer', into: 'master'";
        assertRefused(
                jenkins,
                Refused.of("qaApproval from: '-x', into: 'master'", "Invalid branch name \"-x\""),
                Refused.of("qaApproval from: 'developer', into: ''", "Invalid branch name (none)"),
                Refused.of(branches + ", environment: 'Q A'", "Invalid environment name \"Q A\""),
                Refused.of(branches + ", strategy: 'rebase'", "\"rebase\"", "fast-forward-only"),
                Refused.of(branches + ", retest: 'maybe'", "\"maybe\"", "always"),
                Refused.of(branches + ", quorum: 0", "quorum", "\"0\""),
                Refused.of(branches + ", expiresInHours: 0", "expiry in hours", "\"0\""),
                Refused.of(branches + ", site: '../x'", "Invalid site folder \"../x\""));
    }

    @Test
    void buildThatNeverCheckedOutIsToldWhatToDo(JenkinsRule jenkins) throws Exception {
        var pipelines = new Pipelines(jenkins);
        var deploy = pipelines.run("deploy", "node { deployBranch environment: 'qa' }");
        var ask = pipelines.run("ask", "qaApproval from: 'developer', into: 'master'");

        for (var build : List.of(deploy, ask)) {
            jenkins.assertBuildStatus(Result.FAILURE, build);
            jenkins.assertLogContains("has not checked out a Git repository", build);
            jenkins.assertLogContains("give the step the repository's 'url'", build);
        }
        assertEquals(Set.of(), BranchGate.get().sites());
    }

    @Test
    void siteAndBranchThatAreNotThereAreNamed(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        Files.createSymbolicLink(site.remote().work().resolve("out"), Path.of("/etc"));
        site.remote().commitAndPush("developer", "Link out");
        var pipelines = new Pipelines(jenkins);

        var branch = pipelines.run(
                "branch", "node { deployBranch environment: 'qa', branch: 'gone', url: '" + site.url() + "' }");
        var folder = pipelines.run(
                "folder", "node { deployBranch environment: 'qa', site: 'gone', url: '" + site.url() + "' }");
        var link = pipelines.run(
                "link", "node { deployBranch environment: 'qa', site: 'out', url: '" + site.url() + "' }");
        var nothing =
                pipelines.run("nothing", "qaApproval from: 'developer', into: 'master', url: '" + site.url() + "'");

        for (var build : List.of(branch, folder, link, nothing)) {
            jenkins.assertBuildStatus(Result.FAILURE, build);
            assertFalse(JenkinsRule.getLog(build).contains("\tat "), JenkinsRule.getLog(build));
        }
        jenkins.assertLogContains("gone", branch);
        jenkins.assertLogContains("gone", folder);
        jenkins.assertLogContains("out", link);
        jenkins.assertLogContains("runs nothing yet, so there is nothing to approve", nothing);
        assertTrue(BranchGate.get().sites().isEmpty(), "made-up sites get no ledgers: there would be no end of them");
        try (var mirrors = Files.list(BranchGate.get().mirror(site.url()).getParent())) {
            assertEquals(1, mirrors.count(), "and they share the one mirror of their repository");
        }
    }

    @Test
    void engineThatIsNotThereIsNamedAndNothingIsBegun(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        var build = new Pipelines(jenkins)
                .run(
                        "site",
                        "node { deployBranch environment: 'qa', dockerHost: 'tcp://127.0.0.1:1', url: '" + site.url()
                                + "' }");

        jenkins.assertBuildStatus(Result.FAILURE, build);
        jenkins.assertLogContains("127.0.0.1:1", build);
        assertFalse(JenkinsRule.getLog(build).contains("\tat "), JenkinsRule.getLog(build));
        assertEquals(List.of(), site.view().history(Site.QA, 1));
    }

    private void assertRefused(JenkinsRule jenkins, Refused... all) throws Exception {
        var site = Site.in(folder);
        var pipelines = new Pipelines(jenkins);
        var checks = new ArrayList<Executable>();
        int job = 0;
        for (var refused : all) {
            String url = refused.step.contains("url:") ? "" : ", url: '" + site.url() + "'";
            var build = pipelines.run("job-" + job++, refused.step + url);
            String log = JenkinsRule.getLog(build);
            checks.add(() -> assertEquals(Result.FAILURE, build.getResult(), refused.step));
            checks.add(() -> assertFalse(log.contains("\tat "), refused.step + " ends in a stack trace: " + log));
            for (String word : refused.words) {
                checks.add(() -> assertTrue(log.contains(word), refused.step + " does not say '" + word + "': " + log));
            }
        }
        checks.add(() -> assertEquals(Set.of(), BranchGate.get().sites(), "nothing is kept of what was refused"));
        assertAll(checks);
    }
}
