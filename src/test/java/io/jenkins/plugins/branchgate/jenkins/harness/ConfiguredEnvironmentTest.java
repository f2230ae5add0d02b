package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.branchgate.git.GitCredentials;
import io.jenkins.plugins.branchgate.jenkins.checkout.GitAccess;
import io.jenkins.plugins.branchgate.jenkins.config.ApprovalPolicy;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateConfiguration;
import io.jenkins.plugins.branchgate.jenkins.config.BranchGateFolderProperty;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironment;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredEnvironments;
import io.jenkins.plugins.branchgate.jenkins.config.ConfiguredTarget;
import io.jenkins.plugins.branchgate.jenkins.connect.Targets;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which configured environment a job means, and that a step changes nothing of it. */
@WithJenkins
class ConfiguredEnvironmentTest {
    private static final String SHOP = "https://git.example.org/shop.git";
    private static final String CANONICAL = RepositoryAddress.of(SHOP).canonical();
    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");

    @TempDir
    private Path folder;

    private static ConfiguredEnvironment production(String repository, String owners) {
        var environment = new ConfiguredEnvironment("production");
        environment.setRepository(repository);
        environment.setOwners(owners);
        return environment;
    }

    private static Optional<ConfiguredEnvironments.Found> find(Item job) {
        return ConfiguredEnvironments.find(job, CANONICAL, SiteFolder.ROOT, PRODUCTION);
    }

    @Test
    void stepThatSaysMoreThanTheNameOfAConfiguredEnvironmentIsRefused(JenkinsRule jenkins) throws Exception {
        var site = Site.in(folder);
        BranchGateConfiguration.get().setTargets(List.of(new ConfiguredTarget("engine")));
        var production = production(site.url(), "shop");
        production.setTarget("engine");
        BranchGateConfiguration.get().setEnvironments(List.of(production));
        var pipelines = new Pipelines(jenkins);
        String step = "deployBranch environment: 'production', url: '" + site.url() + "'";

        var job = pipelines.job("shop", "");
        for (var more : Map.of(
                        "port: 9999", "The step says port 9999 instead of 8080",
                        "gate: 'open'", "The step says gate open instead of approved",
                        "dockerHost: 'tcp://evil:1'", "runs on target engine, which is not for a step to say",
                        "siteUrl: 'http://evil/'", "The step says siteUrl http://evil/ instead of none")
                .entrySet()) {
            job.setDefinition(new CpsFlowDefinition(step + ", " + more.getKey(), true));
            var build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains(more.getValue(), build);
        }

        var other = pipelines.run("evil", step);
        jenkins.assertBuildStatus(Result.FAILURE, other);
        jenkins.assertLogContains("is configured by an administrator for shop, and this build is one of evil", other);
        assertTrue(site.view().history(PRODUCTION, 1).isEmpty());
    }

    @Test
    void whatAnAdministratorConfiguredHoldsInEveryFolder(JenkinsRule jenkins) throws Exception {
        var team = jenkins.createProject(Folder.class, "team");
        var job = team.createProject(WorkflowJob.class, "deploy");
        var outside = jenkins.createProject(WorkflowJob.class, "outside");
        var teams = production(null, "deploy");
        teams.setBranch("evil");
        team.addProperty(new BranchGateFolderProperty(List.of(teams)));

        var inFolder = find(job).orElseThrow();
        assertEquals("team", inFolder.configuredIn());
        assertTrue(inFolder.mayDeploy(job));
        assertFalse(inFolder.mayDeploy(team.createProject(WorkflowJob.class, "other")));
        assertEquals(Optional.empty(), find(outside));

        BranchGateConfiguration.get().setEnvironments(List.of(production(SHOP, "outside")));
        var byAdministrator = find(job).orElseThrow();
        assertEquals("", byAdministrator.configuredIn());
        assertNull(byAdministrator.environment().getBranch());
        assertFalse(byAdministrator.mayDeploy(job));
        assertTrue(find(outside).orElseThrow().mayDeploy(outside));
    }

    @Test
    void theGatedEnvironmentsOfABranchAreFoundWithTheirPolicies(JenkinsRule jenkins) throws Exception {
        var gated = production(SHOP, null);
        var policy = new ApprovalPolicy();
        policy.setQuorum(2);
        gated.setPolicy(policy);
        var open = new ConfiguredEnvironment("open");
        open.setBranch("master");
        open.setPort(8099);
        open.setGate("open");
        BranchGateConfiguration.get().setEnvironments(List.of(gated, open, new ConfiguredEnvironment("qa")));

        var found = ConfiguredEnvironments.gatedBy("job", CANONICAL, SiteFolder.ROOT, new BranchName("master"));
        assertEquals(
                List.of("production"),
                found.stream().map(each -> each.environment().getName()).toList());
        assertEquals(2, found.get(0).environment().getPolicy().getQuorum());
        assertEquals(
                List.of(),
                ConfiguredEnvironments.gatedBy("job", CANONICAL, SiteFolder.ROOT, new BranchName("developer")));
    }

    @Test
    void ownersStayOwnersWhenTheyAreRenamed(JenkinsRule jenkins) throws Exception {
        var team = jenkins.createProject(Folder.class, "team");
        var job = team.createProject(WorkflowJob.class, "deploy");
        team.addProperty(new BranchGateFolderProperty(List.of(production(null, "deploy"))));
        var staging = new ConfiguredEnvironment("staging");
        staging.setBranch("main");
        staging.setPort(8090);
        staging.setOwners("team/deploy");
        BranchGateConfiguration.get().setEnvironments(List.of(staging));

        job.renameTo("ship");
        team.renameTo("crew");

        assertTrue(find(job).orElseThrow().mayDeploy(job));
        assertEquals("crew", find(job).orElseThrow().configuredIn());
        assertEquals(
                "crew/ship",
                BranchGateConfiguration.get().getEnvironments().get(0).getOwners());
        Items.move(job, jenkins.createProject(Folder.class, "other"));
        assertEquals(
                "other/ship",
                BranchGateConfiguration.get().getEnvironments().get(0).getOwners());
        assertEquals(Optional.empty(), find(job));
    }

    @Test
    void folderFormGivesBackWhatItWasGivenAndSavesNothingThatItRefuses(JenkinsRule jenkins) throws Exception {
        BranchGateConfiguration.get().setTargets(List.of(new ConfiguredTarget("engine")));
        var team = jenkins.createProject(Folder.class, "team");
        var policy = new ApprovalPolicy();
        policy.setTestedIn("qa");
        var environment = production(SHOP, "deploy");
        environment.setPolicy(policy);
        environment.setTarget("engine");
        environment.setDrain(0);
        team.addProperty(new BranchGateFolderProperty(List.of(environment)));

        var back = jenkins.configRoundtrip(team)
                .getProperties()
                .get(BranchGateFolderProperty.class)
                .getEnvironments();
        assertEquals(1, back.size());
        assertEquals(SHOP, back.get(0).getRepository());
        assertEquals("deploy", back.get(0).getOwners());
        assertEquals("engine", back.get(0).getTarget());
        assertEquals(0, back.get(0).getDrain());
        assertEquals("qa", back.get(0).getPolicy().getTestedIn());
        assertNull(back.get(0).getPort());
        assertNull(back.get(0).getPushCredentialsId());

        String file = team.getConfigFile().asString();
        try (var browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            var form = browser.getPage(team, "configure").getFormByName("config");
            assertEquals(
                    List.of(), form.getElementsByAttribute("select", "name", "_.pushCredentialsId"), "not in a folder");
            form.getElementsByAttribute("input", "name", "_.target")
                    .forEach(input -> ((HtmlInput) input).setValue("nowhere"));
            var answer = (HtmlPage) jenkins.submit(form);
            assertEquals(400, answer.getWebResponse().getStatusCode());
            assertTrue(answer.asNormalizedText().contains("Invalid target \"nowhere\""), answer.asNormalizedText());
        }
        assertEquals(file, team.getConfigFile().asString());
        assertThrows(InvalidValueException.class, () -> {
            var pushing = production(SHOP, null);
            pushing.setPushCredentialsId("push");
            new BranchGateFolderProperty(List.of(pushing));
        });
    }

    @Test
    void folderIsConfiguredAsCodeUnderItsSymbol(JenkinsRule jenkins) throws Exception {
        assertEquals(Set.of("branchGate"), SymbolLookup.getSymbolValue(BranchGateFolderProperty.class));
        var model = new DescribableModel<>(BranchGateFolderProperty.class);

        var property = model.instantiate(Map.of("environments", List.of(Map.of("name", "qa", "owners", "deploy"))));
        assertEquals("deploy", property.getEnvironments().get(0).getOwners());
        assertThrows(
                Exception.class,
                () -> model.instantiate(Map.of("environments", List.of(Map.of("name", "qa", "gate", "ajar")))));
    }

    @Test
    void noJobReadsTheCredentialThatPushes(JenkinsRule jenkins) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "push", null, "jenkins", "a secret"));
        SystemCredentialsProvider.getInstance().save();

        var remote = GitAccess.pushing(SHOP, "push");
        assertInstanceOf(GitCredentials.UserPassword.class, remote.credentials());
        assertThrows(AbortException.class, () -> GitAccess.pushing(SHOP, "other"));

        var build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        assertNull(CredentialsProvider.findCredentialById("push", StandardUsernameCredentials.class, build, List.of()));
        assertThrows(AbortException.class, () -> GitAccess.remote(build, SHOP, "push"));
    }

    @Test
    void onlyAdministratorsSeeTheControllersCredentialsAndTryConnections(JenkinsRule jenkins) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "push", null, "jenkins", "a secret"));
        SystemCredentialsProvider.getInstance().save();
        jenkins.createProject(Folder.class, "team");
        Staff.employ(jenkins);
        String environment = "descriptorByName/" + ConfiguredEnvironment.class.getName() + "/";
        String attempt = "descriptorByName/" + ConfiguredTarget.class.getName() + "/tryConnection";
        String[] engine = {"name", "x", "agent", "", "dockerHost", "tcp://127.0.0.1:1", "dockerCredentialsId", ""};

        try (var ada = Visitor.of(jenkins, Staff.ADMIN)) {
            assertTrue(ada.post(environment + "fillPushCredentialsIdItems", "repository", "", "pushCredentialsId", "")
                    .getContentAsString()
                    .contains("\"push\""));
            String said = ada.post(attempt, engine).getContentAsString();
            assertTrue(said.contains("No Docker engine answers at tcp://127.0.0.1:1"), said);
        }
        try (var dan = Visitor.of(jenkins, Staff.DEVELOPER)) {
            for (var where : List.of("", "job/team/")) {
                var items = dan.post(
                        where + environment + "fillPushCredentialsIdItems", "repository", "", "pushCredentialsId", "");
                assertFalse(items.getContentAsString().contains("\"push\""), where);
            }
            assertEquals(403, dan.post(attempt, engine).getStatusCode());
        }
    }

    @Test
    void targetIsReachedThroughAnAgentByItsLabel(JenkinsRule jenkins) throws Exception {
        var target = new ConfiguredTarget("engine");
        target.setAgent("docker-production");
        target.setDockerHost("tcp://127.0.0.1:1");
        BranchGateConfiguration.get().setTargets(List.of(target));

        var missing = assertThrows(
                AbortException.class,
                () -> Targets.engine(Targets.named("engine").orElseThrow()));
        assertTrue(missing.getMessage().contains("No agent with the name or label \"docker-production\" is online"));

        var agent = jenkins.createOnlineSlave(Label.get("docker-production"));
        var platform = Targets.engine(target).platform();
        assertTrue(platform.toString().contains(agent.getNodeName()), platform.toString());
        assertEquals(Optional.empty(), Targets.named("other"));
    }
}
