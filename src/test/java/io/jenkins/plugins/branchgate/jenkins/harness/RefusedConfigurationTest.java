package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.yaml.snakeyaml.Yaml;

/** Configuration that cannot be right: the message says which value of what, and nothing of it is saved. */
@WithJenkins
class RefusedConfigurationTest {
    private static final String GOOD = """
            targets:
            - name: "engine"
            environments:
            - name: "production"
              repository: "https://git.example.org/shop.git"
              target: "engine"
            """;

    @TempDir
    private Path folder;

    /** Code below {@code branchGate}, and what its refusal says. */
    private record Refused(String code, List<String> words) {
        static Refused of(String code, String... words) {
            return new Refused(code, List.of(words));
        }

        /** One more environment, which is refused. */
        static Refused environment(String settings, String... words) {
            return of("environments: [{" + settings + "}]\n", words);
        }
    }

    @Test
    void codeIsRefusedWithTheValueAndItsPlace(JenkinsRule jenkins) throws Exception {
        configure(GOOD);
        var before = saved(jenkins);
        var all = List.of(
                Refused.environment("name: QA", "environment name", "\"QA\""),
                Refused.environment("name: staging, port: 8082", "environment staging", "branch"),
                Refused.environment("name: qa, port: 70000", "environment qa", "Invalid port \"70000\""),
                Refused.environment("name: qa, replicas: 33", "environment qa", "replicas", "\"33\""),
                Refused.environment("name: qa, drain: 4000", "environment qa", "drain"),
                Refused.environment("name: qa, gate: ajar", "environment qa", "Invalid gate \"ajar\""),
                Refused.environment("name: qa, rollout: canary", "environment qa", "Invalid rollout \"canary\""),
                Refused.environment("name: qa, health: up", "environment qa", "\"up\""),
                Refused.environment("name: qa, site: ../x", "environment qa", "Invalid site folder"),
                Refused.environment("name: qa, dockerfile: /etc/passwd", "environment qa", "/etc/passwd"),
                Refused.environment("name: qa, siteUrl: 'javascript:alert(1)'", "environment qa", "site address"),
                Refused.environment("name: qa, repository: 'ext::sh'", "environment qa", "repository address"),
                Refused.environment("name: qa, owners: '../other'", "environment qa", "Invalid owner"),
                Refused.environment("name: qa, target: nowhere", "environment qa", "Invalid target \"nowhere\""),
                Refused.environment("name: qa, policy: {quorum: 0}", "environment qa", "quorum"),
                Refused.environment("name: qa, policy: {testedIn: Q}", "environment qa", "environment name"),
                Refused.environment("name: qa, pushCredentialsId: push", "environment qa", "pushCredentialsId"),
                Refused.of("environments: [{name: qa}, {name: qa}]\n", "environment \"qa\"", "there are two"),
                Refused.of(
                        "environments: [{name: qa, target: engine}, {name: b, branch: b, port: 8081, target: engine}]\n",
                        "Invalid port \"8081\"",
                        "target engine"),
                Refused.of("targets: []\n", "Invalid target \"engine\""),
                Refused.of("targets: [{name: engine}, {name: engine}]\n", "target \"engine\"", "there are two"),
                Refused.of("targets: [{name: Engine}]\n", "Invalid target name \"Engine\""),
                Refused.of("targets: [{name: engine, dockerHost: 'http://x'}]\n", "target engine", "Docker address"),
                Refused.of("targets: [{name: engine, agent: 'a/b'}]\n", "target engine", "agent"),
                Refused.of("policy: {retest: maybe}\n", "\"maybe\""),
                Refused.of("policy: {expiresInHours: 0}\n", "expiry in hours"),
                Refused.of("keptReleases: 1\n", "keptReleases"));
        var checks = new ArrayList<Executable>();
        for (var refused : all) {
            checks.add(() -> {
                String said = said(assertThrows(Exception.class, () -> configure(refused.code), refused.code));
                refused.words.forEach(word -> assertTrue(said.contains(word), refused.code + said));
                assertEquals(before, saved(jenkins), refused.code);
                configure(GOOD);
            });
        }
        assertAll(checks);
    }

    @Test
    void passwordInARepositorysAddressIsRefusedAndNotRepeated(JenkinsRule jenkins) throws Exception {
        String said = said(assertThrows(
                Exception.class,
                () -> configure(
                        "environments: [{name: qa, repository: 'https://joe:secret@git.example.org/shop.git'}]\n")));
        assertTrue(said.contains("an address without a password"), said);
        assertFalse(said.contains("secret"), said);
    }

    @Test
    void formIsRefusedWholeWhenOneValueIs(JenkinsRule jenkins) throws Exception {
        configure(GOOD);
        var before = exported();
        String file = saved(jenkins);
        var bad = Map.of(
                "_.siteUrl", "javascript:alert(1)",
                "_.port", "70000",
                "_.target", "nowhere",
                "_.branch", "-b",
                "_.owners", "../other",
                "_.dockerHost", "http://engine");
        for (var field : bad.entrySet()) {
            try (var browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
                var form = browser.goTo("manage/configure").getFormByName("config");
                form.getElementsByAttribute("input", "name", field.getKey())
                        .forEach(input -> ((HtmlInput) input).setValue(field.getValue()));
                form.getElementsByAttribute("textarea", "name", field.getKey())
                        .forEach(area -> ((HtmlTextArea) area).setText(field.getValue()));
                var answer = (HtmlPage) jenkins.submit(form);
                assertEquals(400, answer.getWebResponse().getStatusCode(), field.getKey());
                String text = answer.asNormalizedText();
                assertTrue(text.contains(field.getValue()), field.getKey() + text);
                assertTrue(text.contains("allowed is"), field.getKey() + text);
            }
            assertEquals(before, exported(), field.getKey());
            assertEquals(file, saved(jenkins), field.getKey());
        }
    }

    private void configure(String code) throws Exception {
        var file = Files.writeString(folder.resolve("jenkins.yaml"), "unclassified:\n  branchGate:\n" + code.indent(4));
        ConfigurationAsCode.get().configure(file.toString());
    }

    private static String saved(JenkinsRule jenkins) throws Exception {
        return Files.readString(jenkins.jenkins
                .getRootDir()
                .toPath()
                .resolve(BranchGateConfiguration.get().getId() + ".xml"));
    }

    private static Object exported() throws Exception {
        var out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        var all = (Map<?, ?>) new Yaml().load(out.toString(StandardCharsets.UTF_8));
        return ((Map<?, ?>) all.get("unclassified")).get("branchGate");
    }

    /** All that whoever starts the controller reads. */
    private static String said(Exception refused) {
        var text = new StringWriter();
        refused.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
