package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironment;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What somebody tries who writes Jenkinsfiles, where an administrator configured production for the job {@code shop}. */
@Tag("docker")
@WithJenkins
class ConfiguredProductionTest {
    @TempDir
    private Path folder;

    private JenkinsRule jenkins;
    private Site site;
    private Pipelines pipelines;

    @BeforeEach
    void evilBranch(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Staff.employ(jenkins);
        site = Site.in(folder);
        pipelines = new Pipelines(jenkins);
        site.pushEvil();
    }

    private void configureProduction() throws Exception {
        BranchGateConfiguration.get().setTargets(List.of(new ConfiguredTarget("engine")));
        var environment = new ConfiguredEnvironment("production");
        environment.setRepository(site.url());
        environment.setOwners("shop");
        environment.setTarget("engine");
        environment.setPort(site.productionPort());
        environment.setDrain(0);
        environment.setWatch(0);
        BranchGateConfiguration.get().setEnvironments(List.of(environment));
    }

    private String node(String branch, String step) {
        return "node {\n" + site.checkout(branch) + "\n" + step + "\n}";
    }

    @Test
    void anotherEnvironmentOnTheConfiguredPortIsRefusedBeforeProductionEverRan() throws Exception {
        configureProduction();
        try (var engine = new Engine(site)) {
            for (String job : List.of("shop", "evil")) {
                var build = pipelines.run(
                        job,
                        node(
                                "evil",
                                "deployBranch environment: 'shadow', gate: 'open', branch: 'evil', port: "
                                        + site.productionPort()));
                jenkins.assertBuildStatus(Result.FAILURE, build);
                jenkins.assertLogContains(
                        "belongs to environment production, which an administrator configured", build);
            }
            assertTrue(engine.isEmpty());
        }
    }

    @Test
    void whoClaimedProductionFirstToBeInTheWayLosesItToTheConfiguration() throws Exception {
        try (var engine = new Engine(site)) {
            String claim = node(
                    "evil",
                    "deployBranch environment: 'production', gate: 'open', branch: 'evil', drain: 0, watch: 0, port: "
                            + site.productionPort());
            var evil = pipelines.job("evil", claim);
            jenkins.buildAndAssertSuccess(evil);
            assertTrue(Engine.page(site.productionPort()).contains("evil"));

            configureProduction();
            jenkins.assertLogContains(
                    "is configured by an administrator for shop", jenkins.buildAndAssertStatus(Result.FAILURE, evil));
            jenkins.buildAndAssertSuccess(
                    pipelines.job("shop", node("master", "deployBranch environment: 'production'")));

            assertTrue(Engine.page(site.productionPort()).contains("one"));
            var ownership = site.view().ownership(Site.PRODUCTION).orElseThrow();
            assertEquals("shop", ownership.owner());
            assertTrue(ownership.gated());
            // What the claim ran does not count as known.
            assertFalse(site.view().ran(Site.PRODUCTION, site.remote().tip("evil")));
            assertEquals(1, engine.replicas(Site.PRODUCTION).size());
        }
    }

    @Test
    void addressOutsideANodeIsNotEvenConnectedTo() throws Exception {
        var connections = new AtomicInteger();
        try (var inside = new ServerSocket(0)) {
            var accepting = new Thread(() -> {
                try {
                    while (true) {
                        inside.accept().close();
                        connections.incrementAndGet();
                    }
                } catch (Exception e) {
                    // closed at the test's end
                }
            });
            accepting.start();
            for (var where : List.of(
                    ", dockerHost: 'tcp://127.0.0.1:" + inside.getLocalPort() + "'",
                    ", dockerHost: 'unix:///var/run/docker.sock'",
                    "")) {
                var build = jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        pipelines.job(
                                "outside-" + where.length(),
                                "deployBranch environment: 'qa', url: '" + site.url() + "'" + where));
                jenkins.assertLogContains("Outside a node block only targets that an administrator configured", build);
            }
        }
        assertEquals(0, connections.get());
    }
}
