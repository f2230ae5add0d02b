package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Removing an environment from the board. */
@Tag("docker")
@WithJenkins
class RemovalTest {
    private static final String REMOVE = "branch-gate/remove";

    @TempDir
    private Path folder;

    @Test
    void whoMayDeleteTheJobMayRemoveWhatItDeployed(JenkinsRule jenkins) throws Exception {
        Staff.employ(jenkins);
        var site = Site.in(folder);
        try (var engine = new Engine(site)) {
            var deploy = new Pipelines(jenkins)
                    .job("qa", "node {\n" + site.checkout("developer") + "\n" + site.deployToQa() + "\n}");
            jenkins.buildAndAssertSuccess(deploy);
            String[] fields = {"site", site.id().value(), "environment", "qa"};
            try (var developer = Visitor.of(jenkins, Staff.DEVELOPER);
                    var admin = Visitor.of(jenkins, Staff.ADMIN)) {
                assertFalse(developer.get("branch-gate/").getContentAsString().contains("Remove this environment"));
                assertEquals(403, developer.call(REMOVE, fields).getStatusCode());
                assertEquals(
                        405,
                        admin.get(REMOVE + "?site=" + site.id() + "&environment=qa")
                                .getStatusCode());
                assertTrue(Engine.page(site.qaPort()).contains("two"));

                assertTrue(admin.get("branch-gate/").getContentAsString().contains("Remove this environment"));
                var answer = admin.call(REMOVE, fields);
                assertEquals(200, answer.getStatusCode(), answer.getContentAsString());
                assertEquals(List.of(), engine.replicas(Site.QA));
                assertFalse(site.view().environments().contains(Site.QA));
                assertEquals(1, site.view().history(Site.QA, 10).size());
                assertEquals(200, admin.call(REMOVE, fields).getStatusCode(), "done again it changes nothing");
                assertEquals(1, site.view().history(Site.QA, 10).size());
            }
            jenkins.buildAndAssertSuccess(deploy);
            assertTrue(Engine.page(site.qaPort()).contains("two"));
        }
    }
}
