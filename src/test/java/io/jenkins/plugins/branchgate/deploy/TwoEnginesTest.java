package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.Image;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.Environment;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.GateRule;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import io.jenkins.plugins.branchgate.platform.Replica;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.DockerImageBuilder;
import io.jenkins.plugins.branchgate.platform.docker.DockerPlatform;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import io.jenkins.plugins.branchgate.platform.docker.OwnDaemon;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** QA and production on two Docker daemons without a registry: production runs the very image that QA's engine built. */
@Tag("docker")
@EnabledIf(value = "canHaveADaemon", disabledReason = "needs root, and dockerd, docker, ip and nsenter")
class TwoEnginesTest {

    private static final EnvironmentName PRODUCTION = new EnvironmentName("production");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final DockerEngine engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
    private final DockerPlatform platform = new DockerPlatform(engine);
    private final DockerImageBuilder images = new DockerImageBuilder(engine);
    private OwnDaemon daemon;
    private DockerStage qa;
    private EnvironmentKey place;
    private int port;

    static boolean canHaveADaemon() {
        return OwnDaemon.missing().isEmpty();
    }

    @BeforeEach
    void begin(@TempDir Path folder) throws Exception {
        daemon = new OwnDaemon("httpd:2.4", "haproxy:lts");
        qa = new DockerStage(folder, daemon.address(), daemon.host());
        place = new EnvironmentKey(qa.site, PRODUCTION);
        port = DockerStage.freePort();
    }

    @AfterEach
    void remove() throws Exception {
        platform.remove(place);
        for (String image : ours()) {
            engine.client().removeImageCmd(image).withForce(true).exec();
        }
        platform.close();
        engine.close();
        daemon.close();
        qa.ledger().close();
    }

    @Test
    void theApprovedImageIsCopiedAndWithoutItsEngineNothingIsBuilt() throws Exception {
        var tested = qa.deploy(1, "release 1");
        var done = toProduction(tested.release());
        assertEquals(tested.release().digest(), done.release().digest());
        assertEquals(
                List.of(tested.release().digest()),
                platform.replicas(place).stream().map(Replica::digest).toList());
        assertEquals(List.of(tested.release().digest().value()), ours());
        assertEquals("release 1", page());

        var next = qa.deploy(2, "release 2").release();
        daemon.kill();
        var failed = assertThrows(DeploymentException.class, () -> toProduction(next));
        assertTrue(failed.getMessage().contains("could not be copied"), failed::getMessage);
        assertTrue(failed.getMessage().contains("from the engine of qa: "), failed::getMessage);
        assertTrue(failed.getMessage().contains("so nothing was built"), failed::getMessage);
        assertEquals(List.of(tested.release().digest().value()), ours());
        assertFalse(images.find(next.image()).isPresent());
        assertEquals("release 1", page());

        daemon.start();
        assertEquals(next.digest(), toProduction(next).release().digest());
        assertEquals("release 2", page());
    }

    private Deployment toProduction(Release tested) throws Exception {
        var settings = new Environment(
                PRODUCTION,
                new BranchName("master"),
                new Port(port),
                1,
                null,
                DockerStage.QUICK,
                Duration.ofSeconds(1),
                Duration.ZERO,
                GateRule.APPROVED);
        var content = Pages.of(9, "index.html", "built again");
        var request = new DeployRequest(
                qa.site,
                settings,
                content.commit(),
                content,
                tested,
                DeploymentKind.DEPLOY,
                Admission.APPROVED,
                null,
                "someone",
                null);
        return qa.deployer().deploy(request, platform, images, environment -> qa.images, Progress.NONE);
    }

    /** What production's engine has of the site. */
    private List<String> ours() throws Exception {
        return engine.prompt().listImagesCmd().withLabelFilter(ImageTags.labels(qa.site)).exec().stream()
                .map(Image::getId)
                .toList();
    }

    private String page() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }
}
