package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.Verdict;
import jakarta.servlet.ServletRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Many people click at once: one decision takes effect, the others are told which. */
@WithJenkins
class ConcurrentClicksTest {
    private static final int CLICKS = 32;
    private static final List<String> PEOPLE = List.of(Staff.APPROVER, Staff.OTHER_APPROVER);

    @TempDir
    private Path folder;

    @Test
    void oneOfManyRejectionsAndWithdrawalsCounts(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        site.seemsToRunInQa();
        var build = new Pipelines(jenkins).start("shop", site.ask(""));
        var asked = Asked.awaitBy(build, site, jenkins);

        var answers = click(jenkins, asked, List.of("reject", "withdraw"));

        assertEquals(1, Collections.frequency(answers, 200), answers.toString());
        assertEquals(CLICKS - 1, Collections.frequency(answers, 409), answers.toString());
        assertEquals(1, decisions(asked));
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }

    @Test
    @Tag("docker")
    void oneOfManyApprovalsAndRejectionsCounts(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        String before = site.remote().tip("master").value();
        try (var ignored = new Engine(site)) {
            var build = new Pipelines(jenkins)
                    .start(
                            "shop",
                            "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}\n"
                                    + site.ask(""));
            var asked = Asked.awaitBy(build, site, jenkins);

            var answers = click(jenkins, asked, List.of("approve", "reject"));

            assertEquals(1, Collections.frequency(answers, 200), answers.toString());
            assertEquals(CLICKS - 1, Collections.frequency(answers, 409), answers.toString());
            assertEquals(1, decisions(asked));
            boolean merged = asked.awaitEnd().state() == ApprovalState.MERGED;
            jenkins.assertBuildStatus(merged ? Result.SUCCESS : Result.ABORTED, jenkins.waitForCompletion(build));
            String commits = site.remote().bareGit("rev-list", "--first-parent", "--count", before + "..master");
            assertEquals(merged ? "1" : "0", commits, "merges in master");
        }
    }

    private static long decisions(Asked asked) throws Exception {
        return asked.approval().votes().stream()
                .filter(vote -> vote.verdict() != Verdict.DENIED)
                .count();
    }

    /** Posts from many threads at the same moment; the statuses answered. */
    private static List<Integer> click(JenkinsRule jenkins, Asked asked, List<String> verbs) throws Exception {
        var together = new CyclicBarrier(CLICKS);
        var clicks = new ArrayList<Callable<Integer>>();
        var browser = HttpClient.newHttpClient();
        for (int i = 0; i < CLICKS; i++) {
            String verb = verbs.get(i % verbs.size());
            String person = PEOPLE.get(i / verbs.size() % PEOPLE.size());
            var request = request(jenkins, person, asked.page() + verb);
            clicks.add(() -> {
                together.await();
                return browser.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            });
        }
        var threads = Executors.newFixedThreadPool(CLICKS);
        try {
            var statuses = new ArrayList<Integer>();
            for (var answer : threads.invokeAll(clicks)) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }

    private static HttpRequest request(JenkinsRule jenkins, String person, String path) throws Exception {
        var crumbs = jenkins.jenkins.getCrumbIssuer();
        String login = Base64.getEncoder().encodeToString((person + ":" + person).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
                .header("Authorization", "Basic " + login)
                .header(crumbs.getCrumbRequestField(), crumbs.getCrumb((ServletRequest) null))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("comment=Clicked+by+" + person))
                .build();
    }
}
