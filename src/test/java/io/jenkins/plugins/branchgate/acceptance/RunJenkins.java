package io.jenkins.plugins.branchgate.acceptance;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The program behind {@code dev/jenkins}: a Jenkins with Branch Gate and the example jobs, to click through by hand. */
public final class RunJenkins {
    private RunJenkins() {}

    /** @param arguments the {@code .hpi}, the folder to work in, Jenkins' port (the Git server takes the next one) */
    public static void main(String[] arguments) throws Exception {
        var program = JenkinsAtHand.find(System.getenv())
                .orElseThrow(() -> new IOException("no Jenkins is at hand; dev/jenkins --help says where it belongs"));
        Path folder = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
        int port = Integer.parseInt(arguments[2]);
        var passwords = passwords(folder.resolve("passwords.properties"));
        var ports = Map.of("shop-qa", 8081, "shop-production", 8080, "blog-qa", 8083, "blog-production", 8082);
        var setup = new DemoController.Setup(program, Path.of(arguments[0]), folder, port, port + 1, ports, passwords);
        try (var controller = open(setup)) {
            System.out.println(
                    "starting Jenkins; its log is " + controller.jenkins().log());
            controller.start();
            controller.lookAtRepositories();
            print(controller, setup);
            controller.jenkins().awaitEnd();
        } catch (IOException failed) {
            System.err.println("jenkins: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static DemoController open(DemoController.Setup setup) throws IOException {
        try {
            return new DemoController(setup);
        } catch (BindException taken) {
            throw new IOException("port " + setup.gitPort() + " is taken; choose another with --port", taken);
        }
    }

    private static void print(DemoController controller, DemoController.Setup setup) {
        String url = controller.jenkins().url().toString();
        System.out.printf("%nJenkins answers at %s%n", url);
        for (String who : List.of("admin", "qa", "dev")) {
            System.out.printf("  %-6s password %s%n", who, setup.passwords().get(who));
        }
        System.out.printf("the site 'shop', by docs/examples/Jenkinsfile: %sjob/shop/%n", url);
        System.out.println("  QA http://127.0.0.1:8081/  production http://127.0.0.1:8080/");
        System.out.printf("the site 'blog', by three freestyle jobs: %sjob/test-site/%n", url);
        System.out.println("  QA http://127.0.0.1:8083/  production http://127.0.0.1:8082/");
        System.out.println("push a change to the branch developer of");
        for (SiteRemote site : List.of(controller.shop(), controller.blog())) {
            System.out.println("  " + SiteRemote.as(controller.developer(), site.url()));
        }
        System.out.println("then look at the build of developer and decide. Ctrl-C stops Jenkins; the sites stay up.");
    }

    /** Those of an earlier run in this folder, or those of the environment, or new ones. */
    private static Map<String, String> passwords(Path file) throws IOException {
        var stored = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newInputStream(file)) {
                stored.load(in);
            }
        }
        String given = System.getenv("BRANCH_GATE_PASSWORD");
        for (String who : DemoController.PEOPLE) {
            if (stored.getProperty(who) == null) {
                stored.setProperty(
                        who, given == null || !List.of("admin", "qa", "dev").contains(who) ? random() : given);
            }
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (var out = Files.newOutputStream(file)) {
            stored.store(out, "of the Jenkins that dev/jenkins runs in this folder");
        }
        var passwords = new HashMap<String, String>();
        DemoController.PEOPLE.forEach(who -> passwords.put(who, stored.getProperty(who)));
        return passwords;
    }

    private static String random() {
        byte[] bytes = new byte[9];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
