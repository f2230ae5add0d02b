package io.jenkins.plugins.branchgate.acceptance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Jenkins as {@code docs/examples/jenkins.yaml} sets it up, with its agents {@code qa} and {@code production}, the example
 * jobs and the two sites they deploy: {@code shop} by a Jenkinsfile, {@code blog} by three freestyle jobs. The controller
 * itself reaches no Docker engine. The Git server tells the Jenkins of each push, and lets only {@link #PUSHER} push to
 * {@code master}.
 */
public final class DemoController implements Closeable {
    /** Whose passwords a {@link Setup} holds: Jenkins' users, and the Git server's accounts. */
    static final List<String> PEOPLE = List.of("admin", "qa", "dev", "git", "push", "dana");

    /** The Git account that only Jenkins knows, and no job can read. */
    static final String PUSHER = "branch-gate";

    private static final List<String> AGENTS = List.of("qa", "production");
    private static final List<String> SITES = List.of("shop", "blog");
    private static final Path EXAMPLES = Path.of("docs", "examples");
    private static final Map<String, String> EXAMPLE_ADDRESSES = Map.of(
            "shop-qa", "port: 8081\n        siteUrl: https://qa.shop.example.com/",
            "shop-production", "port: 8080\n        siteUrl: https://shop.example.com/",
            "blog-qa", "port: 8083\n        siteUrl: https://qa.blog.example.com/",
            "blog-production", "port: 8082\n        siteUrl: https://blog.example.com/");

    private final Setup setup;
    private final GitHttpServer git;
    private final LocalJenkins jenkins;
    private final List<InboundAgent> agents = new ArrayList<>();
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
     * @param passwords of {@link #PEOPLE}
     */
    public record Setup(
            JenkinsAtHand program,
            Path plugin,
            Path folder,
            int port,
            int gitPort,
            Map<String, Integer> ports,
            Map<String, String> passwords) {}

    /** Lays everything out; nothing but the Git server is started yet. */
    public DemoController(Setup setup) throws IOException {
        this.setup = setup;
        Path repositories = Files.createDirectories(setup.folder().resolve("git"));
        var home = new JenkinsHome(setup.folder().resolve("home"));
        jenkins = new LocalJenkins(setup.program(), home.folder(), setup.port(), environment(home));
        git = new GitHttpServer(
                repositories,
                setup.gitPort(),
                List.of(new GitHttpServer.Account("jenkins", password("git"), false), pusher(), developer()),
                jenkins::notifyPush);
        shop = remote("shop", Map.of("index.html", page("Shop"), "Jenkinsfile", jenkinsfile()));
        blog = remote("blog", Map.of("index.html", page("Blog")));
        home.install(setup.program(), setup.plugin());
        home.configure(yaml(), secrets());
        if (!home.isUsed()) {
            home.job("shop", example("multibranch/config.xml", "shop"));
            for (String job : new String[] {"test-site", "branch-merger", "production-site"}) {
                home.job(job, example("freestyle/" + job + ".xml", "blog"));
            }
        }
    }

    private Map<String, String> environment(JenkinsHome home) {
        var environment = new HashMap<>(home.environment());
        environment.put("DOCKER_HOST", "unix:///nonexistent/docker.sock");
        return environment;
    }

    /**
     * The example, on this controller's ports and folders. Releases are watched for a second, not half a minute: nobody
     * visits.
     */
    private String yaml() throws IOException {
        String yaml = Files.readString(EXAMPLES.resolve("jenkins.yaml"))
                .replace("https://jenkins.example.com/", jenkins.url().toString());
        for (String agent : AGENTS) {
            yaml = replace(
                    yaml,
                    "name: " + agent + "\n        remoteFS: /var/lib/jenkins-agent",
                    "name: " + agent + "\n        remoteFS: " + folder(agent));
        }
        for (String site : SITES) {
            yaml = replace(
                    yaml,
                    "https://git.example.com/" + site + ".git",
                    git.url(site + ".git").toString());
        }
        for (var address : EXAMPLE_ADDRESSES.entrySet()) {
            int port = setup.ports().get(address.getKey());
            yaml = replace(
                    yaml,
                    address.getValue(),
                    "watch: 1\n        port: %1$d\n        siteUrl: http://127.0.0.1:%1$d/".formatted(port));
        }
        return yaml;
    }

    private static String replace(String text, String part, String by) {
        if (!text.contains(part)) {
            throw new IllegalStateException("the example says nowhere: " + part);
        }
        return text.replace(part, by);
    }

    private Path folder(String agent) {
        return setup.folder().resolve("agent-" + agent);
    }

    private Map<String, String> secrets() {
        var secrets = new HashMap<String, String>();
        setup.passwords().forEach((who, password) -> secrets.put(who + "-password", password));
        return secrets;
    }

    private SiteRemote remote(String name, Map<String, String> files) throws IOException {
        return SiteRemote.open(setup.folder().resolve("git"), name + ".git", git, developer(), PUSHER, files);
    }

    /** The account of the developer, who may push to all branches but {@code master}. */
    GitHttpServer.Account developer() {
        return new GitHttpServer.Account("dana", password("dana"), true);
    }

    /** The account that may push to {@code master}. */
    GitHttpServer.Account pusher() {
        return new GitHttpServer.Account(PUSHER, password("push"), true);
    }

    private String password(String who) {
        return setup.passwords().get(who);
    }

    /** A front page. */
    static String page(String title) {
        return "<!doctype html>\n<title>%1$s</title>\n<h1>%1$s</h1>\n".formatted(title);
    }

    /** The example. */
    static String jenkinsfile() throws IOException {
        return Files.readString(EXAMPLES.resolve("Jenkinsfile"));
    }

    private String example(String file, String site) throws IOException {
        return replace(
                Files.readString(EXAMPLES.resolve(file)),
                "https://git.example.com/" + site + ".git",
                git.url(site + ".git").toString());
    }

    /** Starts Jenkins and, the first time, the agents, and waits until these are connected. */
    void start() throws Exception {
        jenkins.start();
        var admin = new JenkinsApi(jenkins.url(), "admin", password("admin"));
        if (agents.isEmpty()) {
            for (String name : AGENTS) {
                agents.add(InboundAgent.start(admin, name, folder(name)));
            }
        }
        for (var agent : agents) {
            agent.awaitOnline(admin);
        }
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
        agents.forEach(InboundAgent::close);
        jenkins.close();
        git.close();
    }
}
