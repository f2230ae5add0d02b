package io.jenkins.plugins.branchgate.acceptance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A Jenkins with Branch Gate, the example jobs of {@code docs/examples} and the two sites they deploy: {@code shop} by
 * a Jenkinsfile, {@code blog} by three freestyle jobs. The Git server tells the Jenkins of each push.
 */
public final class DemoController implements Closeable {
    private static final String GIT_USER = "jenkins";
    private static final Path EXAMPLES = Path.of("docs", "examples");

    private final Setup setup;
    private final GitHttpServer git;
    private final LocalJenkins jenkins;
    private final SiteRemote shop;
    private final SiteRemote blog;

    /**
     * Where everything is.
     *
     * @param program the Jenkins to run
     * @param plugin Branch Gate's {@code .hpi}
     * @param folder holds the repositories and {@code JENKINS_HOME}; what an earlier run left there is gone on with
     * @param port Jenkins' port
     * @param gitPort the Git server's port
     * @param ports where the sites answer: {@code shop-qa}, {@code shop-production}, {@code blog-qa},
     *     {@code blog-production}
     * @param passwords of {@code admin}, {@code qa}, {@code dev} and {@code git}
     * @param onAgent builds run on the agent {@link InboundAgent#NAME} only, and the controller reaches no Docker engine
     */
    public record Setup(
            JenkinsAtHand program,
            Path plugin,
            Path folder,
            int port,
            int gitPort,
            Map<String, Integer> ports,
            Map<String, String> passwords,
            boolean onAgent) {}

    /** Lays everything out; nothing but the Git server is started yet. */
    public DemoController(Setup setup) throws IOException {
        this.setup = setup;
        Path repositories = Files.createDirectories(setup.folder().resolve("git"));
        var home = new JenkinsHome(setup.folder().resolve("home"));
        jenkins = new LocalJenkins(setup.program(), home.folder(), setup.port(), environment(home));
        git = new GitHttpServer(repositories, setup.gitPort(), GIT_USER, password("git"), jenkins::notifyPush);
        shop = remote("shop", Map.of("index.html", page("Shop"), "Jenkinsfile", jenkinsfile()));
        blog = remote("blog", Map.of("index.html", page("Blog")));
        home.install(setup.program(), setup.plugin());
        home.configure(yaml(), secrets());
        if (!home.isUsed()) {
            home.job("shop", example("multibranch/config.xml", "shop"));
            for (String job : new String[] {"test-site", "branch-merger", "production-site"}) {
                home.job(job, example("freestyle/" + job + ".xml", "blog"));
            }
            if (setup.onAgent()) {
                home.node(
                        InboundAgent.NAME, InboundAgent.configXml(setup.folder().resolve("agent")));
            }
        }
    }

    private Map<String, String> environment(JenkinsHome home) {
        var environment = new HashMap<>(home.environment());
        if (setup.onAgent()) {
            environment.put("DOCKER_HOST", "unix:///nonexistent/docker.sock");
        }
        return environment;
    }

    private String yaml() throws IOException {
        return Files.readString(EXAMPLES.resolve("jenkins.yaml"))
                .replace("https://jenkins.example.com/", jenkins.url().toString())
                .replace("numExecutors: 2", "numExecutors: " + (setup.onAgent() ? 0 : 2));
    }

    private Map<String, String> secrets() {
        var secrets = new HashMap<String, String>();
        setup.passwords().forEach((who, password) -> secrets.put(who + "-password", password));
        return secrets;
    }

    private SiteRemote remote(String name, Map<String, String> files) throws IOException {
        return SiteRemote.open(setup.folder().resolve("git"), name + ".git", git, GIT_USER, password("git"), files);
    }

    private String password(String who) {
        return setup.passwords().get(who);
    }

    /** A front page. */
    static String page(String title) {
        return "<!doctype html>\n<title>%1$s</title>\n<h1>%1$s</h1>\n".formatted(title);
    }

    /** The example, on this controller's ports. Releases are watched for a second, not half a minute: nobody visits. */
    private String jenkinsfile() throws IOException {
        return Files.readString(EXAMPLES.resolve("Jenkinsfile"))
                .replace(
                        "environment: 'qa'",
                        "environment: 'qa', watch: 1, port: " + setup.ports().get("shop-qa"))
                .replace(
                        "environment: 'production'",
                        "environment: 'production', watch: 1, port: "
                                + setup.ports().get("shop-production"));
    }

    private String example(String file, String site) throws IOException {
        return Files.readString(EXAMPLES.resolve(file))
                .replace(
                        "https://git.example.com/" + site + ".git",
                        git.url(site + ".git").toString())
                .replace(
                        "<port>8081</port>",
                        "<watch>1</watch><port>" + setup.ports().get(site + "-qa") + "</port>")
                .replace(
                        "<port>8080</port>",
                        "<watch>1</watch><port>" + setup.ports().get(site + "-production") + "</port>");
    }

    /** Has Jenkins look at the repositories, as it would after a push. */
    public void lookAtRepositories() {
        jenkins.notifyPush(shop.url());
        jenkins.notifyPush(blog.url());
    }

    /** The Jenkins. */
    public LocalJenkins jenkins() {
        return jenkins;
    }

    /** The site that a Jenkinsfile deploys. */
    public SiteRemote shop() {
        return shop;
    }

    /** The site that three freestyle jobs deploy. */
    public SiteRemote blog() {
        return blog;
    }

    @Override
    public void close() {
        jenkins.close();
        git.close();
    }
}
