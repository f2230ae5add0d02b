package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.yaml.snakeyaml.Yaml;

/** Targets, environments, policy and notifications, configured once for all jobs: as code, in the form, and as steps use them. */
@WithJenkins
class ConfigurationTest {
    private static final String KEY = "do not tell anybody";

    private static final String CODE = """
            unclassified:
              branchGate:
                environments:
                - batch: 2
                  branch: "release/2.1"
                  containerPort: 80
                  dockerfile: "docker/Dockerfile"
                  drain: 3
                  gate: "open"
                  health: "/up"
                  healthTimeout: 40
                  name: "staging"
                  owners: |-
                    deploy
                    team/shop
                  port: 8099
                  replicas: 2
                  rollout: "rolling"
                  siteUrl: "https://staging.example.org/"
                  target: "engine"
                  watch: 0
                - name: "production"
                  policy:
                    quorum: 3
                    testedIn: "qa"
                  pushCredentialsId: "push"
                  repository: "https://git.example.org/shop.git"
                  site: "public"
                  target: "agents-engine"
                - name: "qa"
                  port: 18081
                keptLogKiB: 32
                keptReleases: 7
                notifications:
                - email:
                    approvers: true
                    recipients: "qa@example.org"
                - webhook:
                    key: "%s"
                    url: "https://chat.invalid/hook"
                policy:
                  allowSelfApproval: true
                  approvers: "quentin"
                  checks: |-
                    Prices
                    Imprint
                  expiresInHours: 48
                  quorum: 2
                  retest: "always"
                  strategy: "squash"
                  testedIn: "qa"
                targets:
                - dockerCredentialsId: "keys"
                  dockerHost: "tcp://127.0.0.1:1"
                  name: "engine"
                - agent: "docker-production"
                  name: "agents-engine"
            """;

    @TempDir
    private Path folder;

    @Test
    void exportGivesBackWhatWasImported(JenkinsRule jenkins) throws Exception {
        configure();

        var once = exported();
        var channels = (List<?>) once.get("notifications");
        var hook = (Map<?, ?>) ((Map<?, ?>) channels.get(1)).get("webhook");
        assertFalse(hook.get("key").toString().contains(KEY), "the key is exported encrypted");
        var given = section(CODE.formatted(hook.get("key")));
        assertEquals(given, once);

        ConfigurationAsCode.get().configure(file(CODE.formatted(hook.get("key"))));
        assertEquals(once.get("environments"), exported().get("environments"));
        assertEquals(once.get("policy"), exported().get("policy"));
        assertEquals(once.get("targets"), exported().get("targets"));
    }

    @Test
    void formKeepsEverySetting(JenkinsRule jenkins) throws Exception {
        configure();
        var before = section(CODE);

        jenkins.configRoundtrip();

        var after = exported();
        assertEquals(before.get("environments"), after.get("environments"));
        assertEquals(before.get("policy"), after.get("policy"));
        assertEquals(before.get("targets"), after.get("targets"));
        assertEquals(2, BranchGateConfiguration.get().getNotifications().size());
        assertFalse(Files.readString(jenkins.jenkins
                        .getRootDir()
                        .toPath()
                        .resolve(BranchGateConfiguration.get().getId() + ".xml"))
                .contains(KEY));
    }

    @Test
    void stepsUseWhatIsConfigured(JenkinsRule jenkins) throws Exception {
        ConfigurationAsCode.get()
                .configure(file(
                        CODE.formatted(KEY).replace("dockerCredentialsId: \"keys\"", "dockerCredentialsId: \"\"")));
        Staff.employ(jenkins);
        var site = Site.in(folder);
        site.remote().git("push", "-q", "origin", "HEAD:refs/heads/release/2.1");
        site.seemsToRunInQa();
        var pipelines = new Pipelines(jenkins);

        var deploy = pipelines.run("deploy", "deployBranch environment: 'staging', url: '" + site.url() + "'");
        jenkins.assertBuildStatus(Result.FAILURE, deploy);
        // Branch and port are known; the configured engine is the one that is not there.
        jenkins.assertLogContains("127.0.0.1:1", deploy);

        var asked = Asked.awaitBy(pipelines.start("ask", site.ask(", quorum: 1")), site, jenkins);
        var terms = asked.approval().terms();
        assertEquals(List.of("Prices", "Imprint"), terms.checks());
        assertEquals(2, terms.approvers().quorum(), "the policy is a floor");
        try (var quinn = Visitor.of(jenkins, Staff.APPROVER);
                var quentin = Visitor.of(jenkins, Staff.OTHER_APPROVER)) {
            assertEquals(
                    403, quinn.post(asked.page() + "reject", "comment", "No").getStatusCode());
            assertEquals(
                    200, quentin.post(asked.page() + "reject", "comment", "No").getStatusCode());
        }
        assertEquals(ApprovalState.REJECTED, asked.state());
    }

    private void configure() throws Exception {
        ConfigurationAsCode.get().configure(file(CODE.formatted(KEY)));
    }

    private String file(String code) throws Exception {
        return Files.writeString(folder.resolve("jenkins.yaml"), code).toString();
    }

    private static Map<?, ?> exported() throws Exception {
        var out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        return section(out.toString(StandardCharsets.UTF_8));
    }

    private static Map<?, ?> section(String code) {
        var all = (Map<?, ?>) new Yaml().load(code);
        return (Map<?, ?>) ((Map<?, ?>) all.get("unclassified")).get("branchGate");
    }
}
