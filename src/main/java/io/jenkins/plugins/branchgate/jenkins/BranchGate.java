package io.jenkins.plugins.branchgate.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.branchgate.deploy.Deployer;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.ReservedAddresses;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.Ledgers;
import io.jenkins.plugins.branchgate.logs.KeptLogs;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/**
 * The engine of this controller: the one ledger and deployer of each site, and the one mirror of each repository.
 * Everything it keeps of a site lies under {@code JENKINS_HOME/branch-gate/<site>/}: {@code ledger.jsonl}, and {@code logs},
 * what retired containers wrote last; mirrors, which can be made again, lie under {@code repositories}. Safe from any
 * thread.
 */
@Extension
public class BranchGate {
    private final Clock clock = Clock.systemUTC();
    private final Map<SiteId, Deployer> deployers = new ConcurrentHashMap<>();
    private final Map<SiteId, KeptLogs> logs = new ConcurrentHashMap<>();
    private final ReservedAddresses addresses = new ReservedAddresses(this::ledgers);
    private final Metrics metrics = new Metrics(clock);
    private Ledgers ledgers;

    /** The engine of the running controller. */
    public static BranchGate get() {
        return ExtensionList.lookupSingleton(BranchGate.class);
    }

    /** The clock that gives ledger entries and decisions their time. */
    public Clock clock() {
        return clock;
    }

    /** {@code JENKINS_HOME/branch-gate}. */
    public Path root() {
        return Jenkins.get().getRootDir().toPath().resolve("branch-gate");
    }

    private synchronized Ledgers all() {
        if (ledgers == null) {
            ledgers = new Ledgers(root(), clock, this::opened);
        }
        return ledgers;
    }

    /** Every site that was ever deployed from here, sorted. */
    public Set<SiteId> sites() throws IOException {
        return all().sites();
    }

    /**
     * The ledgers of all sites. Who looks at several sites begins here: one ledger that cannot be read must not keep the
     * others from anybody.
     */
    public Ledgers.Survey ledgers() throws IOException {
        return all().survey();
    }

    /** The ledgers that are open, from memory: for what every page of Jenkins asks. */
    public SortedMap<SiteId, Ledger> openLedgers() throws IOException {
        return all().open();
    }

    /**
     * The ledger of a site that has one; it is closed when the controller stops, never by a caller.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    public Ledger ledger(SiteId site) throws IOException {
        return all().of(site);
    }

    /**
     * The ledger of a site, made if this is its first.
     *
     * @param remote the address of its repository
     * @throws IOException also if the ledger was made for another repository
     */
    public Ledger ledger(SiteId site, String remote, SiteFolder folder) throws IOException {
        return all().of(site, remote, folder);
    }

    /** What is known of a site; empty if nothing was ever deployed to it, or its ledger cannot be read. */
    public Optional<LedgerView> view(SiteId site) throws IOException {
        return Optional.ofNullable(all().open().get(site)).map(Ledger::view);
    }

    private void opened(SiteId site, Ledger ledger) {
        metrics.follow(site, ledger);
        ledger.listen(entry -> LedgerListener.tellAll(site, entry));
    }

    /** What monitoring reads; follows every ledger since it was opened. */
    public Metrics metrics() {
        return metrics;
    }

    /** The one deployer of a site, which makes deployments of an environment wait for each other. */
    public Deployer deployer(SiteId site) throws IOException {
        var ledger = ledger(site);
        return deployers.computeIfAbsent(site, s -> new Deployer(ledger, clock));
    }

    /** The rules of a site; ids are told apart as the security realm does. */
    public Gate gate(SiteId site) throws IOException {
        var realm = Jenkins.get().getSecurityRealm();
        return new Gate(
                ledger(site),
                clock,
                new RealmIds(realm.getUserIdStrategy(), realm.getGroupIdStrategy()),
                (approval, userId) -> People.now(site, approval, userId));
    }

    /**
     * The mirror of a repository; to be closed by the caller. The remote is not asked yet. All sites of a repository share
     * one: naming another folder of it as a site costs no disk.
     */
    public SiteRepository repository(Remote remote) throws GitException {
        return SiteRepository.open(mirror(remote.url()), remote, JenkinsProxy.forGit());
    }

    /** Where the mirror of a repository is. */
    public Path mirror(String url) {
        return root().resolve("repositories")
                .resolve(SiteId.of(url, SiteFolder.ROOT).value());
    }

    /** Which address belongs to which environment, over all sites. */
    public ReservedAddresses addresses() {
        return addresses;
    }

    /** What the retired containers of a site wrote last. */
    public KeptLogs logs(SiteId site) {
        return logs.computeIfAbsent(
                site, s -> new KeptLogs(root().resolve(s.value()).resolve("logs"), clock));
    }

    /** Closes all ledgers when the controller stops. Whoever still wants to write is told so and has changed nothing. */
    synchronized void close() throws IOException {
        if (ledgers != null) {
            ledgers.close();
        }
    }
}
