package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.Ledgers;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Port;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetId;
import java.io.IOException;
import java.util.Optional;

/**
 * The addresses of all environments: a port of a target belongs to one environment from its first admitted deployment until
 * it is removed, also while nothing answers there. Safe from any thread.
 */
public final class ReservedAddresses {

    /** Gives the ledgers of all sites that can be read; one that cannot reserves nothing, and hides no other site's. */
    @FunctionalInterface
    public interface Sites {

        Ledgers.Survey survey() throws IOException;
    }

    private final Sites sites;

    public ReservedAddresses(Sites sites) {
        this.sites = sites;
    }

    /**
     * Records an ownership, unless its address is somebody else's or the environment changed hands meanwhile. One at a time,
     * so that of two that want one address at once one is refused.
     *
     * @param site the environment's site
     * @param ledger that site's ledger
     * @param before whose the environment was when the ownership was judged
     * @param owned what is to hold; empty to look only
     * @param address the ownership whose address is wanted
     * @throws NotAdmittedException naming who has the address, or that the environment changed; nothing is written then
     */
    public synchronized void claim(
            SiteId site, Ledger ledger, Optional<Ownership> before, Optional<EnvironmentOwned> owned, Ownership address)
            throws NotAdmittedException, IOException {
        var holder = holder(site, address);
        if (holder.isPresent()) {
            throw NotAdmittedException.addressTaken(address.terms().port(), address.connection(), holder.get());
        }
        var changed = ledger.<Boolean, RuntimeException>transact((view, append) -> {
            if (!view.ownership(address.name()).equals(before)) {
                return true;
            }
            owned.ifPresent(append);
            return false;
        });
        if (changed) {
            throw new NotAdmittedException("Environment " + address.name()
                    + " changed hands while this build was let in." + " Nothing was changed. Run the build again.");
        }
    }

    private Optional<String> holder(SiteId site, Ownership wanted) throws IOException {
        for (var other : sites.survey().open().entrySet()) {
            var view = other.getValue().view();
            for (var each : view.ownerships()) {
                boolean itself = other.getKey().equals(site) && each.name().equals(wanted.name());
                if (!itself
                        && !isSaidOnly(each, wanted)
                        && reserves(view, each, wanted.target(), wanted.terms().port())) {
                    return Optional.of("environment " + each.name() + " of site " + other.getKey());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * True if a step reached an engine that calls itself the administrator's target: any engine can, so that reserves nothing
     * against what an administrator configured there. If it is that engine, the port is in use, and the deployment says so.
     */
    private static boolean isSaidOnly(Ownership each, Ownership wanted) {
        return "".equals(wanted.configuredIn())
                && wanted.connection().configured() != null
                && each.connectionTo(wanted.target())
                        .filter(connection -> connection.configured() == null)
                        .isPresent();
    }

    /** Until the deployment that moves it has switched, an environment still answers on the port it had. */
    private static boolean reserves(LedgerView view, Ownership each, TargetId target, Port port) {
        return each.reserves(target, port)
                || each.held()
                        && view.current(each.name())
                                .filter(running -> target.equals(running.target())
                                        && running.environment().port().equals(port))
                                .isPresent();
    }
}
