package io.jenkins.plugins.branchgate.platform.docker;

import io.jenkins.plugins.branchgate.platform.Counters;
import io.jenkins.plugins.branchgate.platform.PlatformException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The orders that an edge takes while it runs, and what it tells. Takes effect at once, without a reload. */
record EdgeRuntime(EdgeShell shell) {

    private static final String IN = EdgeConfig.BACKEND + "/";

    /** All servers it knows. */
    List<EdgeServer> servers() throws PlatformException, InterruptedException {
        return servers(shell.cli("show servers state " + EdgeConfig.BACKEND));
    }

    /**
     * Sends new requests to exactly these, drains the rest. The new are enabled before the old are drained, and the
     * configuration is written in between: at no moment is there nothing to serve from.
     */
    void route(Collection<Backend> serving) throws PlatformException, InterruptedException {
        var known = byId(servers());
        var orders = new StringBuilder();
        for (var backend : serving) {
            String name = IN + backend.id();
            var server = known.get(backend.id());
            if (server == null) {
                orders.append("add server ")
                        .append(IN)
                        .append(EdgeConfig.server(backend))
                        .append("; ");
            }
            if (server == null || !server.routed()) {
                orders.append("enable health ").append(name).append("; ");
                orders.append("set server ").append(name).append(" state ready; ");
            }
        }
        var said = shell.cli(orders + "show servers state " + EdgeConfig.BACKEND);
        var now = byId(servers(said));
        for (var backend : serving) {
            var server = now.get(backend.id());
            if (server == null || !server.routed()) {
                throw new PlatformException("The edge refused the replica " + backend.id() + ": "
                        + said.stream().filter(l -> !l.isBlank()).collect(Collectors.joining(" "))
                        + ". What it served before it still serves.");
            }
        }
        shell.configure(EdgeConfig.of(serving));
        drain(now, serving);
    }

    /** Sessions on a server that are not over, or waiting for it; 0 if it is not known. */
    long sessions(String id) throws PlatformException, InterruptedException {
        for (var row : rows()) {
            if (row.get("svname").equals(id)) {
                return number(row, "scur") + number(row, "qcur");
            }
        }
        return 0;
    }

    /** Sends a server nothing more, and takes it out of the configuration if it is there. */
    void disable(String id) throws PlatformException, InterruptedException {
        var routed = new ArrayList<Backend>();
        EdgeServer found = null;
        for (var server : servers()) {
            if (server.backend().id().equals(id)) {
                found = server;
            } else if (server.routed()) {
                routed.add(server.backend());
            }
        }
        if (found == null) {
            return;
        }
        if (found.routed()) {
            shell.configure(EdgeConfig.of(routed));
        }
        shell.cli("set server " + IN + id + " state maint");
    }

    /** Forgets a disabled server; false while it still has connections, or requests that are about to go elsewhere. */
    boolean forget(String id) throws PlatformException, InterruptedException {
        shell.cli("del server " + IN + id);
        return !byId(servers()).containsKey(id);
    }

    /** Ends whatever a server still has. */
    void cut(String id) throws PlatformException, InterruptedException {
        shell.cli("shutdown sessions server " + IN + id);
    }

    /**
     * The totals since it started.
     *
     * @param container its container's id: two containers may have started in the same second
     */
    Counters counters(String container) throws PlatformException, InterruptedException {
        long requests = 0;
        long errors = 0;
        long lost = 0;
        var said = shell.cli("show info; show stat");
        for (var row : rows(said)) {
            if (row.get("svname").equals("FRONTEND")) {
                requests += number(row, "req_tot");
                errors += number(row, "hrsp_5xx");
            } else if (row.get("svname").equals("BACKEND")) {
                // The backend's own counts: requests given up, not attempts that another replica made good.
                lost += number(row, "econ") + number(row, "eresp");
            }
        }
        // To a request that no replica answered the edge answers 5xx itself.
        return new Counters(run(container, said), requests, Math.max(0, errors - lost), lost);
    }

    private static long run(String container, List<String> said) {
        var started = said.stream()
                .filter(line -> line.startsWith("Start_time_sec: ") || line.startsWith("Pid: "))
                .toList();
        return (long) container.hashCode() << 32 | Integer.toUnsignedLong(started.hashCode());
    }

    private void drain(Map<String, EdgeServer> known, Collection<Backend> serving)
            throws PlatformException, InterruptedException {
        var kept = serving.stream().map(Backend::id).collect(Collectors.toSet());
        var orders = known.values().stream()
                .filter(s -> s.routed() && !kept.contains(s.backend().id()))
                .map(s -> "set server " + IN + s.backend().id() + " state drain")
                .toList();
        if (!orders.isEmpty()) {
            shell.cli(String.join("; ", orders));
        }
    }

    private List<Map<String, String>> rows() throws PlatformException, InterruptedException {
        return rows(shell.cli("show stat"));
    }

    private static List<Map<String, String>> rows(List<String> said) {
        String[] names = {};
        var rows = new ArrayList<Map<String, String>>();
        for (var line : said) {
            if (line.startsWith("# ")) {
                names = line.substring(2).split(",");
            } else if (names.length > 0 && !line.isBlank()) {
                var values = line.split(",", -1);
                var row = new HashMap<String, String>();
                for (int i = 0; i < Math.min(names.length, values.length); i++) {
                    row.put(names[i], values[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static long number(Map<String, String> row, String column) {
        String value = row.getOrDefault(column, "");
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    private static Map<String, EdgeServer> byId(List<EdgeServer> servers) {
        return servers.stream().collect(Collectors.toMap(s -> s.backend().id(), s -> s));
    }

    /** Columns by name, since later versions add some. */
    private static List<EdgeServer> servers(List<String> lines) {
        List<String> names = List.of();
        var servers = new ArrayList<EdgeServer>();
        for (var line : lines) {
            if (line.startsWith("# be_id")) {
                names = List.of(line.substring(2).split(" "));
            } else if (!names.isEmpty() && !line.isBlank()) {
                var values = line.split(" ");
                servers.add(new EdgeServer(
                        new Backend(
                                values[names.indexOf("srv_name")],
                                values[names.indexOf("srv_addr")],
                                Integer.parseInt(values[names.indexOf("srv_port")])),
                        Integer.parseInt(values[names.indexOf("srv_op_state")]),
                        Integer.parseInt(values[names.indexOf("srv_admin_state")])));
            }
        }
        return servers;
    }
}
