package io.jenkins.plugins.branchgate.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where it was measured. */
final class Machine {
    private Machine() {}

    /** What a figure means nothing without: cores, versions, and how busy the machine was at the start. */
    static Map<String, Object> describe() throws IOException, InterruptedException {
        var map = new LinkedHashMap<String, Object>();
        map.put("cores", Runtime.getRuntime().availableProcessors());
        map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        map.put("java", System.getProperty("java.version"));
        map.put("docker", Shell.run("docker", "version", "--format", "{{.Server.Version}}"));
        map.put("haproxy", version("haproxy:lts", "haproxy", "-v"));
        map.put("nginx", version("nginx:latest", "nginx", "-v"));
        map.put("httpd", version("httpd:2.4", "httpd", "-v"));
        map.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return map;
    }

    /** The same in a line for people. */
    static String row(Map<String, Object> machine) {
        return "%s cores, %s, Java %s, Docker %s, HAProxy %s, nginx %s, httpd %s, load average %.1f at the start"
                .formatted(
                        machine.get("cores"),
                        machine.get("os"),
                        machine.get("java"),
                        machine.get("docker"),
                        machine.get("haproxy"),
                        machine.get("nginx"),
                        machine.get("httpd"),
                        (Double) machine.get("loadAverage"));
    }

    private static String version(String image, String... command) throws IOException, InterruptedException {
        String said =
                Shell.run("docker", "run", "--rm", "--network", "none", "--entrypoint", command[0], image, command[1]);
        return said.lines()
                .findFirst()
                .orElse("")
                .replaceFirst("(?i)^(server |nginx )?version: ", "")
                .replaceFirst("^HAProxy version ", "")
                .replaceFirst("^(Apache|nginx)/", "")
                .replaceFirst(" .*", "");
    }
}
