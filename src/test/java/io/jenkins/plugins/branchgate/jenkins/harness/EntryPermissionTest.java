package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.ExtensionList;
import hudson.cli.CLICommand;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalPage;
import io.jenkins.plugins.branchgate.jenkins.approval.QaApprovalAction;
import io.jenkins.plugins.branchgate.jenkins.board.BoardAction;
import io.jenkins.plugins.branchgate.jenkins.board.DeploymentPage;
import io.jenkins.plugins.branchgate.jenkins.board.JobBoard;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Every way in, tried by an anonymous visitor, someone with Job/Read, a developer with Job/Build, someone with Approve, the
 * owner of another folder, and an administrator. The controller is public: what Jenkins itself keeps from a visitor without
 * Overall/Read is not tried here.
 */
@WithJenkins
class EntryPermissionTest {
    private static final String PAGES = """
            SEE branch-gate/                                                    | hidden shown shown shown hidden shown
            SEE branch-gate/api/json                                            | hidden shown shown shown hidden shown
            GET branch-gate/live                                                | 200 200 200 200 200 200
            SEE branch-gate/metrics                                             | hidden hidden hidden hidden hidden hidden
            SEE job/shop/                                                       | 404 hidden hidden hidden 404 hidden
            SEE job/shop/branch-gate/                                           | 404 shown shown shown 404 shown
            SEE job/shop/branch-gate/api/json                                   | 404 shown shown shown 404 shown
            GET job/shop/branch-gate/live                                       | 404 200 200 200 404 200
            SEE job/other/job/mine/branch-gate/                                 | 404 hidden hidden hidden hidden hidden
            SEE job/other/job/mine/branch-gate/api/json                         | 404 hidden hidden hidden hidden hidden
            SEE branch-gate/deployment/{deployment}/                            | 404 shown shown shown 404 shown
            SEE branch-gate/deployment/{deployment}/api/json                    | 404 shown shown shown 404 shown
            GET branch-gate/deployment/{deployment}/live                        | 404 200 200 200 404 200
            GET branch-gate/deployment/{deployment}/replicas                    | 404 403 200 403 404 200
            GET branch-gate/deployment/{deployment}/log?replica={replica}       | 404 403 200 403 404 200
            SEE job/shop/branch-gate/deployment/{deployment}/                   | 404 shown shown shown 404 shown
            GET job/other/job/mine/branch-gate/deployment/{deployment}/         | 404 404 404 404 404 404
            GET job/other/job/mine/branch-gate/deployment/{deployment}/replicas | 404 404 404 404 404 404
            GET {build}qa-approval/                                             | 404 200 200 200 404 200
            SEE {build}qa-approval/{approval}/                                  | 404 shown shown shown 404 shown
            SEE {build}qa-approval/{approval}/api/json                          | 404 shown shown shown 404 shown
            GET {build}qa-approval/{approval}/live                              | 404 200 200 200 404 200
            RUN branch-gate-list                                                | hidden shown shown shown hidden shown
            RUN branch-gate-list --all --json                                   | hidden shown shown shown hidden shown
            GET manage/configure                                                | 403 403 403 403 403 200
            POST manage/configSubmit json={}                                    | 403 403 403 403 403 -
            """;

    /** A link does nothing, whoever follows it. */
    private static final String LINKS = """
            GET branch-gate/rollback?{qa}                                       | 405 405 405 405 405 405
            GET branch-gate/scale?{qa}&replicas=2                               | 405 405 405 405 405 405
            GET branch-gate/remove?{qa}                                         | 405 405 405 405 405 405
            GET branch-gate/change?{qa}&settings=health=/x                      | 405 405 405 405 405 405
            GET branch-gate/override?{qa}&commit={commit}&comment=x             | 405 405 405 405 405 405
            GET branch-gate/acknowledge?site={site}&digest=x                    | 405 405 405 405 405 405
            GET branch-gate/deployment/{deployment}/pin?pinned=true             | 404 405 405 405 404 405
            GET {build}qa-approval/{approval}/approve                           | 404 405 405 405 404 405
            GET {build}qa-approval/{approval}/reject?comment=x                  | 404 405 405 405 404 405
            GET {build}qa-approval/{approval}/withdraw                          | 404 405 405 405 404 405
            GET {build}qa-approval/{approval}/accept?commit={commit}&comment=x  | 404 405 405 405 404 405
            """;

    /** Who may is told what is missing: a healthy environment, a reason, an earlier release, an engine, a damaged ledger. */
    private static final String ORDERS = """
            POST branch-gate/rollback {post}                                    | 400 403 403 403 400 409
            POST branch-gate/scale {post} replicas=2                            | 400 403 409 403 400 409
            POST branch-gate/remove {post}                                      | 400 403 403 403 400 409
            POST branch-gate/remove {post} forget=true                          | 400 403 403 403 400 -
            POST branch-gate/change {post} settings=health=/x                   | 400 403 403 403 400 200
            POST branch-gate/change {post} settings=owner=other/mine            | 400 403 403 403 400 -
            POST branch-gate/change {post} settings=paused=true                 | 400 403 403 403 400 200
            POST branch-gate/override {post} commit={commit} comment=x          | 400 403 403 403 400 200
            POST branch-gate/acknowledge site={site} digest=x                   | 403 403 403 403 403 409
            POST branch-gate/deployment/{deployment}/pin pinned=true            | 404 403 403 403 404 200
            POST job/shop/branch-gate/remove {post}                             | 404 403 403 403 404 409
            POST job/other/job/mine/branch-gate/rollback {post}                 | 404 403 403 403 400 409
            POST job/other/job/mine/branch-gate/scale {post} replicas=2         | 404 403 409 403 400 409
            POST job/other/job/mine/branch-gate/remove {post}                   | 404 403 403 403 400 409
            POST job/other/job/mine/branch-gate/change {post} settings=health=/ | 404 403 403 403 400 200
            POST job/other/job/mine/branch-gate/override {post} commit={commit} comment=x | 404 403 403 403 400 200
            POST job/other/job/mine/branch-gate/acknowledge site={site} digest=x | 404 403 403 403 403 409
            RUN branch-gate-change-environment {site} qa health=/y              | 3 6 6 6 3 0
            RUN branch-gate-change-environment {site} qa owner=other/mine       | 3 6 6 6 3 -
            RUN branch-gate-change-environment {site} qa paused=false           | 3 6 6 6 3 0
            """;

    private static final String DECISIONS = """
            POST {build}qa-approval/{approval}/approve comment=x                | 404 403 403 409 404 409
            POST {build}qa-approval/{approval}/reject comment=                  | 404 403 403 400 404 400
            RUN branch-gate-approve {approval}                                  | 3 6 6 4 3 4
            RUN branch-gate-reject {approval}                                   | 3 6 6 3 3 3
            POST {build}qa-approval/{approval}/accept commit={commit} comment=x | 404 403 403 403 404 409
            RUN branch-gate-accept-commit {approval} {commit} --comment x       | 3 6 6 6 3 4
            RUN branch-gate-withdraw {approval}                                 | 3 6 6 - 3 -
            POST {build}qa-approval/{approval}/withdraw comment=x               | 404 403 403 200 404 -
            """;

    /** Anybody asks; who decides needs Approve where the environment belongs as well. */
    private static final String STEPS = """
            STEP deployBranch environment: 'qa', url: '{url}'                   | 404 403 let-on 403 not-theirs let-on
            STEP scaleDeployment environment: 'qa', replicas: 2, url: '{url}'   | 404 403 let-on 403 lacking let-on
            STEP rollbackDeployment environment: 'qa', url: '{url}'             | 404 403 lacking 403 lacking let-on
            STEP qaApproval from: 'developer', into: 'master', url: '{url}', wait: false | 404 403 asked 403 asked asked
            """;

    @TempDir
    private Path folder;

    private Site site;
    private Asked asked;
    private EntryTable people;

    @BeforeEach
    void environmentOfTheJobShop(JenkinsRule jenkins) throws Exception {
        site = Site.in(folder);
        var words = new HashMap<String, String>();
        people = EntryTable.of(jenkins, words);
        people.shop().setDefinition(new CpsFlowDefinition("echo 'deployed'", true));
        var deployed = jenkins.buildAndAssertSuccess(people.shop());
        site.seemsToRunInQa("shop", deployed.getAbsoluteUrl());
        people.shop().setDefinition(new CpsFlowDefinition(site.ask(", wait: false"), true));
        asked = Asked.latest(jenkins.buildAndAssertSuccess(people.shop()), site);
        var current = site.view().current(Site.QA).orElseThrow();
        words.put("site", site.id().value());
        words.put("qa", "site=" + site.id() + "&environment=qa");
        words.put("post", "site=" + site.id() + " environment=qa");
        words.put("deployment", site.id() + "." + current.id());
        words.put("replica", "c".repeat(64));
        words.put("commit", current.commit().value());
        words.put("secret", current.commit().abbreviated());
        words.put("build", asked.build().getUrl());
        words.put("approval", asked.id().value());
        words.put("url", site.url());
    }

    @Test
    void pagesShowWhatThePersonMayReadAndNoMore() throws Exception {
        people.check(PAGES);
    }

    @Test
    void linksDoNothing() throws Exception {
        long before = site.view().sequence();
        people.check(LINKS);
        assertEquals(before, site.view().sequence());
    }

    @Test
    void ordersTakeTheirPermissionOnTheOwner() throws Exception {
        people.check(ORDERS);
        assertEquals("shop", site.view().ownership(Site.QA).orElseThrow().owner());
        assertEquals(1, site.view().history(Site.QA, 10).size());
    }

    @Test
    void decisionsTakeApprove() throws Exception {
        people.check(DECISIONS);
        assertEquals(ApprovalState.WITHDRAWN, asked.state());
    }

    @Test
    void stepsTakeWhatThePersonMayDoWithTheOwner() throws Exception {
        people.check(STEPS);
        assertEquals("shop", site.view().ownership(Site.QA).orElseThrow().owner());
        assertEquals(1, site.view().history(Site.QA, 10).size());
    }

    /** A way in that is added later is missed here, until it is in a table. */
    @Test
    void noEntryIsLeftOut() {
        String tables = PAGES + LINKS + ORDERS + DECISIONS + STEPS;
        var missing = new ArrayList<String>();
        for (var page : List.of(
                BoardAction.class, JobBoard.class, DeploymentPage.class, ApprovalPage.class, QaApprovalAction.class)) {
            webMethods(page)
                    .map(method -> webName(method.getName()))
                    .filter(name -> !name.equals("index") && !tables.contains("/" + name))
                    .forEach(name -> missing.add(page.getSimpleName() + "/" + name));
        }
        ExtensionList.lookup(CLICommand.class).stream()
                .filter(each -> isOurs(each.getClass()))
                .map(CLICommand::getName)
                .filter(name -> !tables.contains("RUN " + name))
                .forEach(missing::add);
        assertEquals(List.of(), missing);
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(BranchGate.class.getPackageName());
    }

    private static Stream<Method> webMethods(Class<?> type) {
        return Arrays.stream(type.getMethods()).filter(each -> each.getName().matches("do[A-Z].*"));
    }

    /** {@code doCheckName} is asked for as {@code checkName}. */
    private static String webName(String method) {
        return method.substring(2, 3).toLowerCase(Locale.ROOT) + method.substring(3);
    }
}
