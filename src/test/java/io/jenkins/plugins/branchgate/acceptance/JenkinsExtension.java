package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A {@link DemoController} for one test class, in a folder of its own; the class is skipped without a Jenkins at hand. */
final class JenkinsExtension implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    static final Path PLUGIN = Path.of("target", "branch-gate.hpi");

    private Path folder;
    private DemoController controller;
    private Map<String, Integer> ports;
    private Map<String, String> passwords;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (JenkinsAtHand.find(System.getenv()).isEmpty()) {
            return ConditionEvaluationResult.disabled("no Jenkins is at hand; see dev/jenkins --help");
        }
        if (!Browser.isInstalled()) {
            return ConditionEvaluationResult.disabled("no " + Browser.CHROMIUM + " and " + Browser.DRIVER);
        }
        return ConditionEvaluationResult.enabled("a Jenkins and a browser are at hand");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        var program = JenkinsAtHand.find(System.getenv());
        folder = Files.createTempDirectory("branch-gate-jenkins");
        ports = new LinkedHashMap<>();
        for (String name : new String[] {"shop-qa", "shop-production", "blog-qa", "blog-production"}) {
            ports.put(name, LocalJenkins.freePort());
        }
        passwords = new LinkedHashMap<>();
        for (String who : DemoController.PEOPLE) {
            passwords.put(who, UUID.randomUUID().toString());
        }
        controller = new DemoController(new DemoController.Setup(
                program.orElseThrow(), PLUGIN, folder, LocalJenkins.freePort(), 0, ports, passwords));
        controller.start();
        controller.lookAtRepositories();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (controller == null) {
            return;
        }
        controller.close();
        DeployedSite.of(controller.shop()).close();
        DeployedSite.of(controller.blog()).close();
        Path kept = Files.createDirectories(Path.of("target", "acceptance"));
        Files.move(
                controller.jenkins().log(),
                kept.resolve(context.getRequiredTestClass().getSimpleName() + ".log"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }

    DemoController controller() {
        return controller;
    }

    /** A site's port: {@code shop-qa}, {@code shop-production}, {@code blog-qa} or {@code blog-production}. */
    int port(String name) {
        return ports.get(name);
    }

    /** Jenkins as {@code admin}, {@code qa} or {@code dev} sees it. */
    JenkinsApi as(String user) {
        return new JenkinsApi(controller.jenkins().url(), user, passwords.get(user));
    }

    /** A browser in which that user is logged in. */
    Browser browser(String user) throws IOException {
        var browser = new Browser(Files.createTempDirectory(folder, "browser"));
        browser.logIn(controller.jenkins().url(), user, passwords.get(user));
        return browser;
    }

    /** What a script prints that an administrator runs on the controller. */
    String script(String groovy) throws IOException, InterruptedException {
        return as("admin").post("scriptText", Map.of("script", groovy)).body();
    }

    /** Makes a Pipeline job, in place of one of the name that is gone, and starts it as that person. */
    BuildPage pipeline(String name, String person, String script) throws Exception {
        String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        String made = script("""
                def job = jenkins.model.Jenkins.get().createProject(org.jenkinsci.plugins.workflow.job.WorkflowJob, '%s')
                def script = new String('%s'.decodeBase64(), 'UTF-8')
                job.definition = new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(script, true)
                job.save()
                println 'made'
                """.formatted(name, encoded));
        if (!made.contains("made")) {
            throw new IOException("the job " + name + " was not made: " + made);
        }
        var started = as(person).post("job/" + name + "/build", Map.of());
        if (started.statusCode() >= 400) {
            throw new IOException("the job " + name + " was not started: " + JenkinsApi.words(started));
        }
        return BuildPage.next(as(person), "job/" + name + "/", 0);
    }
}
