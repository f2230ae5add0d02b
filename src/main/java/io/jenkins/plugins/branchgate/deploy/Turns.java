package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** The lines before the environments of one site. */
final class Turns {

    /** One per open ledger, so that two Deployers of one site cannot change an environment at once. */
    private static final Map<Ledger, Turns> OF_LEDGERS = new WeakHashMap<>();

    private final Map<EnvironmentName, Line> lines = new ConcurrentHashMap<>();

    static Turns of(Ledger ledger) {
        synchronized (OF_LEDGERS) {
            return OF_LEDGERS.computeIfAbsent(ledger, l -> new Turns());
        }
    }

    Ticket join(EnvironmentName environment, DeployRequest request) {
        return line(environment).join(request);
    }

    Optional<Ticket> joinIfEmpty(EnvironmentName environment) {
        return line(environment).joinIfEmpty();
    }

    private Line line(EnvironmentName environment) {
        return lines.computeIfAbsent(environment, name -> new Line());
    }
}
