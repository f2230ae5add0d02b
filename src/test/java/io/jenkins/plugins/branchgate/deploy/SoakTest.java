package io.jenkins.plugins.branchgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.jenkins.plugins.branchgate.platform.docker.DockerEngine;
import io.jenkins.plugins.branchgate.platform.docker.EngineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many deployments in a row leave nothing behind: not on the engine, and not in the process that makes them. */
class SoakTest {

    private static final int FEW = 8;
    private static final int MANY = Integer.getInteger("branch-gate.soak", 200);

    /** What a deployment may leave in memory: its history in the ledger's view, and room for what is not collected yet. */
    private static final long HISTORY = 64 * 1024;

    private static final long NOISE = 8 * 1024 * 1024;

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @TempDir
    private Path folder;

    /** What there is at one moment. */
    private record Count(int containers, int networks, int volumes, int images, int files, int threads, long heap) {

        @Override
        public String toString() {
            return containers + " containers, " + networks + " networks, " + volumes + " volumes, " + images
                    + " images, " + files + " open files, " + threads + " threads, " + heap / 1024 + " KiB of heap";
        }
    }

    @Tag("docker")
    @Test
    void few() throws Exception {
        deploy(FEW);
    }

    @Tag("soak")
    @Test
    void many() throws Exception {
        deploy(MANY);
    }

    private void deploy(int deployments) throws Exception {
        var volumes = new HashSet<String>();
        var parents = new ArrayList<String>();
        try (var engine = new DockerEngine(EngineAddress.of(null, System.getenv()), null);
                var stage = new DockerStage(folder)) {
            var docker = engine.client();
            int warm = Math.max(KeptImages.DEFAULT_EACH + 1, deployments / 4);
            Count begun = null;
            for (int number = 1; number <= deployments; number++) {
                deployNext(stage, number);
                volumes.addAll(volumes(docker, stage));
                parents.add(parent(docker, stage));
                if (number == warm) {
                    begun = count(docker, stage, volumes);
                }
            }
            var ended = count(docker, stage, volumes);
            System.out.println("after " + warm + " deployments: " + begun);
            System.out.println("after " + deployments + " deployments: " + ended);
            assertEquals(2, ended.containers(), "an edge and a replica");
            assertEquals(1, ended.networks());
            assertEquals(1, ended.volumes());
            assertEquals(KeptImages.DEFAULT_EACH, ended.images());
            for (var parent : parents.subList(0, deployments - KeptImages.DEFAULT_EACH)) {
                assertThrows(NotFoundException.class, () -> docker.inspectImageCmd(parent)
                        .exec());
            }
            assertTrue(ended.files() <= begun.files() + 2, ended + " after " + begun);
            assertTrue(ended.threads() <= begun.threads() + 2, ended + " after " + begun);
            long grown = ended.heap() - begun.heap();
            assertTrue(grown < NOISE + HISTORY * (deployments - warm), ended + " after " + begun);
        }
    }

    /** As Jenkins does it: a new release, then what nobody needs any more is removed. */
    private static void deployNext(DockerStage stage, int number) throws Exception {
        String text = "release " + number;
        var pages = Pages.of(
                number,
                "Dockerfile",
                "FROM httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\nVOLUME /usr/local/apache2/data\n",
                "index.html",
                text);
        stage.deploy(stage.request(pages, stage.environment(1, Duration.ZERO)));
        assertEquals(text, stage.get("/").body());
        var kept = KeptImages.of(stage.ledger().view(), KeptImages.DEFAULT_EACH).orElseThrow();
        stage.images.retain(stage.site, kept);
    }

    private static Count count(DockerClient docker, DockerStage stage, Set<String> volumes) throws IOException {
        System.gc();
        var site = Map.of("io.jenkins.branch-gate.site", stage.site.value());
        int networks = docker.listNetworksCmd()
                .withFilter("label", List.of("io.jenkins.branch-gate.site=" + stage.site))
                .exec()
                .size();
        int files = 0;
        if (Files.exists(OPEN_FILES)) {
            try (var open = Files.list(OPEN_FILES)) {
                files = (int) open.count();
            }
        }
        var runtime = Runtime.getRuntime();
        return new Count(
                containers(docker, stage).size(),
                networks,
                (int) volumes.stream().filter(volume -> exists(docker, volume)).count(),
                docker.listImagesCmd().withLabelFilter(site).exec().size(),
                files,
                Thread.activeCount(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    private static List<Container> containers(DockerClient docker, DockerStage stage) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of("io.jenkins.branch-gate.site", stage.site.value()))
                .exec();
    }

    private static List<String> volumes(DockerClient docker, DockerStage stage) {
        return containers(docker, stage).stream()
                .flatMap(container -> container.getMounts().stream())
                .map(mount -> mount.getName())
                .filter(name -> name != null && !name.isEmpty())
                .toList();
    }

    private static boolean exists(DockerClient docker, String volume) {
        try {
            docker.inspectVolumeCmd(volume).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** The image of the build step before the last, which has neither name nor label. */
    private static String parent(DockerClient docker, DockerStage stage) throws IOException {
        var digest =
                stage.ledger().view().current(Stage.QA).orElseThrow().release().digest();
        return docker.inspectImageCmd(digest.value()).exec().getParent();
    }
}
