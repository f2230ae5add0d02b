package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import io.jenkins.plugins.branchgate.model.SafeText;
import io.jenkins.plugins.branchgate.platform.EnvironmentKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How one of our containers differs from what Branch Gate makes, in words for people: someone changed it in place, or made
 * it again with other settings under our labels. It is held against its image and the place and against no memory of its
 * own, so that a copied label hides nothing. Values of environment variables and commands may be secrets: they are
 * compared and never told.
 */
final class ContainerDrift {

    private static final String POLICY = Containers.COMES_BACK.getName();
    private static final int LONGEST = 120;

    private final InspectContainerResponse container;
    private final ContainerConfig image;
    private final EnvironmentKey place;
    private final boolean edge;
    private final List<String> found = new ArrayList<>();

    /**
     * @param image the settings of the image that the container runs
     * @param edge true for an edge, false for a release
     */
    ContainerDrift(InspectContainerResponse container, ContainerConfig image, EnvironmentKey place, boolean edge) {
        this.container = container;
        this.image = image;
        this.place = place;
        this.edge = edge;
    }

    /** What only a new container puts right; empty if nothing. */
    List<String> lasting() {
        found.clear();
        environment();
        mounts();
        ports();
        command();
        privileges();
        return List.copyOf(found);
    }

    /** What can be put right in a container that runs on; empty if nothing. */
    List<String> mendable() {
        found.clear();
        var host = container.getHostConfig();
        var policy = host.getRestartPolicy();
        if (policy == null || !POLICY.equals(policy.getName())) {
            found.add("restart policy: expected " + POLICY + ", found "
                    + (policy == null || policy.getName().isEmpty() ? "none" : policy.getName()));
        }
        var limits = limits(host);
        if (!limits.isEmpty()) {
            found.add("limits: expected none, found " + String.join(", ", limits));
        }
        networks();
        return List.copyOf(found);
    }

    /** All of both. */
    List<String> all() {
        var all = new ArrayList<>(lasting());
        all.addAll(mendable());
        return all;
    }

    /** The networks it is on and should not be. */
    Set<String> strangeNetworks() {
        var names = new TreeSet<>(networkNames());
        names.remove(ContainerNames.network(place));
        return names;
    }

    private void environment() {
        var ours = variables(image.getEnv());
        var theirs = variables(container.getConfig().getEnv());
        var differ = new ArrayList<String>();
        for (var each : theirs.entrySet()) {
            if (!ours.containsKey(each.getKey())) {
                differ.add(shown(each.getKey()) + " was added");
            } else if (!ours.get(each.getKey()).equals(each.getValue())) {
                differ.add(shown(each.getKey()) + " has another value");
            }
        }
        for (String name : ours.keySet()) {
            if (!theirs.containsKey(name)) {
                differ.add(shown(name) + " is missing");
            }
        }
        if (!differ.isEmpty()) {
            found.add("environment variables: expected the image's, but " + listed(differ));
        }
    }

    private static Map<String, String> variables(String[] env) {
        return Arrays.stream(env == null ? new String[0] : env)
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(
                        each -> each[0],
                        each -> each.length == 1 ? "" : each[1],
                        (first, last) -> last,
                        java.util.TreeMap::new));
    }

    private void mounts() {
        var volumes = image.getVolumes() == null
                ? Set.<String>of()
                : image.getVolumes().keySet();
        var strange = new ArrayList<String>();
        if (container.getMounts() != null) {
            for (var mount : container.getMounts()) {
                String at = mount.getDestination() == null
                        ? "?"
                        : mount.getDestination().getPath();
                boolean anonymous = mount.getName() != null && mount.getName().matches("[0-9a-f]{64}");
                if (!volumes.contains(at) || !anonymous) {
                    String from = mount.getName() == null || mount.getName().isEmpty()
                            ? mount.getSource()
                            : "volume " + (anonymous ? mount.getName().substring(0, 12) : mount.getName());
                    strange.add(shown(from) + " → " + shown(at));
                }
            }
        }
        var host = container.getHostConfig();
        if (host.getTmpFs() != null) {
            host.getTmpFs().keySet().forEach(at -> strange.add("tmpfs → " + shown(at)));
        }
        if (host.getDevices() != null) {
            for (var device : host.getDevices()) {
                strange.add("device " + shown(device.getPathOnHost()));
            }
        }
        if (!strange.isEmpty()) {
            found.add("mounts: expected " + (volumes.isEmpty() ? "none" : "only the image's volumes") + ", found "
                    + listed(strange));
        }
    }

    private void ports() {
        var published = new TreeSet<String>();
        var bindings = container.getHostConfig().getPortBindings();
        if (bindings != null) {
            bindings.getBindings().forEach((port, onHost) -> {
                for (var binding : onHost == null ? new Ports.Binding[0] : onHost) {
                    String address =
                            binding.getHostIp() == null || binding.getHostIp().isEmpty()
                                    ? ""
                                    : binding.getHostIp() + ":";
                    published.add(address + binding.getHostPortSpec() + " → " + port);
                }
            });
        }
        if (Boolean.TRUE.equals(container.getHostConfig().getPublishAllPorts())) {
            published.add("all that the image exposes");
        }
        var expected = edge
                ? Set.of(container.getConfig().getLabels().get(Labels.PORT) + " → " + EdgeConfig.LISTENS + "/tcp")
                : Set.<String>of();
        if (!published.equals(expected)) {
            found.add("ports: expected " + words(expected) + ", found " + words(published));
        }
    }

    private void command() {
        var config = container.getConfig();
        var expected = edge ? EdgeContainer.COMMAND : image.getCmd();
        if (!same(config.getCmd(), expected) || !same(config.getEntrypoint(), image.getEntrypoint())) {
            found.add("command: expected " + (edge ? "the edge's" : "the image's") + ", found another");
        }
        if (!text(config.getUser()).equals(text(image.getUser()))) {
            found.add("user: expected " + shownUser(image.getUser()) + ", found " + shownUser(config.getUser()));
        }
        if (edge) {
            String made = text(config.getLabels().get(Labels.IMAGE));
            if (!made.isEmpty() && !made.equals(config.getImage())) {
                found.add("image: expected " + shown(made) + ", found " + shown(config.getImage()));
            }
        }
    }

    private void privileges() {
        var host = container.getHostConfig();
        var more = new ArrayList<String>();
        if (Boolean.TRUE.equals(host.getPrivileged())) {
            more.add("all privileges");
        }
        if (host.getCapAdd() != null && host.getCapAdd().length > 0) {
            more.add("capabilities " + Arrays.toString(host.getCapAdd()));
        }
        if (edge
                && (host.getCapDrop() == null
                        || !Arrays.asList(host.getCapDrop()).contains(Capability.ALL))) {
            more.add("capabilities not dropped");
        }
        if (host.getSecurityOpts() == null || !host.getSecurityOpts().contains("no-new-privileges")) {
            more.add("new privileges allowed");
        }
        if ("host".equals(host.getPidMode()) || "host".equals(host.getIpcMode())) {
            more.add("the host's processes or memory");
        }
        if (!more.isEmpty()) {
            found.add("privileges: expected none, found " + listed(more));
        }
    }

    private static List<String> limits(HostConfig host) {
        var limits = new ArrayList<String>();
        if (isSet(host.getMemory())) {
            limits.add(host.getMemory() / 1024 / 1024 + " MiB of memory");
        }
        if (isSet(host.getNanoCPUs()) || isSet(host.getCpuQuota()) || isSet(host.getCpuShares())) {
            limits.add("a share of the processors");
        }
        return limits;
    }

    private static boolean isSet(Number number) {
        return number != null && number.longValue() > 0;
    }

    private void networks() {
        var names = networkNames();
        String ours = ContainerNames.network(place);
        if (!names.equals(Set.of(ours))) {
            found.add("networks: expected " + ours + ", found " + words(names));
            return;
        }
        var network = container.getNetworkSettings().getNetworks().get(ours);
        String expected = text(container.getConfig().getLabels().get(Labels.ADDRESS));
        String actual = text(network.getIpAddress());
        if (!actual.isEmpty() && !expected.isEmpty() && !actual.equals(expected)) {
            found.add("address: expected " + shown(expected) + ", found " + actual);
        }
    }

    private Set<String> networkNames() {
        var settings = container.getNetworkSettings();
        return settings == null || settings.getNetworks() == null
                ? Set.of()
                : settings.getNetworks().keySet();
    }

    private static boolean same(String[] one, String[] other) {
        return Arrays.equals(one == null ? new String[0] : one, other == null ? new String[0] : other);
    }

    private static String words(Set<String> values) {
        return values.isEmpty() ? "none" : listed(new ArrayList<>(values));
    }

    private static String shownUser(String user) {
        return text(user).isEmpty() ? "none" : shown(user);
    }

    private static String listed(List<String> all) {
        String few = all.stream().limit(5).map(ContainerDrift::shown).collect(Collectors.joining(", "));
        return all.size() > 5 ? few + " and " + (all.size() - 5) + " more" : few;
    }

    /** Names come from whoever made the container: one line, and not too long. */
    static String shown(String name) {
        return SafeText.line(name, LONGEST);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
