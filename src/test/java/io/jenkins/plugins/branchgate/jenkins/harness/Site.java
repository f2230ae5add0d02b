package io.jenkins.plugins.branchgate.jenkins.harness;

import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.branchgate.git.TestRemote;
import io.jenkins.plugins.branchgate.image.ImageTags;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.ledger.DeploymentOpened;
import io.jenkins.plugins.branchgate.ledger.EnvironmentOwned;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.ledger.PhaseEntered;
import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.DeploymentKind;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.EnvironmentSettings;
import io.jenkins.plugins.branchgate.model.ImageDigest;
import io.jenkins.plugins.branchgate.model.Ownership;
import io.jenkins.plugins.branchgate.model.Phase;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.ReleaseId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteId;
import io.jenkins.plugins.branchgate.model.TargetConnection;
import io.jenkins.plugins.branchgate.model.TargetId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** One test's site: a real repository in a folder of its own, its branches, and the ledger that the plugin keeps of it. */
final class Site {
    static final EnvironmentName QA = new EnvironmentName("qa");
    static final EnvironmentName PRODUCTION = new EnvironmentName("production");

    private final TestRemote remote;
    private final int qaPort = freePort();
    private final int productionPort = freePort();

    private Site(TestRemote remote) {
        this.remote = remote;
        // The repositories of these tests are folders of this machine, as are the workspaces.
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    /** A site whose {@code developer} is one commit ahead of its {@code master}. */
    static Site in(Path folder) throws IOException {
        return new Site(TestRemote.withSite(folder));
    }

    TestRemote remote() {
        return remote;
    }

    String url() {
        return remote.bare().toString();
    }

    SiteId id() {
        return SiteId.of(url(), SiteFolder.ROOT);
    }

    int qaPort() {
        return qaPort;
    }

    int productionPort() {
        return productionPort;
    }

    Ledger ledger() throws IOException {
        return BranchGate.get().ledger(id(), url(), SiteFolder.ROOT);
    }

    LedgerView view() throws IOException {
        return ledger().view();
    }

    /** The Pipeline step that checks out a branch. */
    String checkout(String branch) {
        return "git branch: '" + branch + "', url: '" + url() + "'";
    }

    /** A branch {@code evil}, one commit ahead of {@code developer}, that nobody approved. */
    CommitId pushEvil() throws IOException {
        remote.checkout("developer");
        remote.branch("evil");
        remote.write("index.html", "<h1>evil</h1>\n");
        return remote.commitAndPush("evil", "Be evil");
    }

    /** As {@link #seemsToRunInQa(String, String)}, deployed by no build of the job {@code shop}. */
    void seemsToRunInQa() throws IOException {
        seemsToRunInQa("shop", null);
    }

    /**
     * Makes the ledger say that QA runs {@code developer}'s tip, which needs no engine. Nobody can find that environment
     * healthy, so an approval of it can be decided in any way but yes.
     *
     * @param owner the full name of the job that it belongs to
     * @param buildUrl the build that deployed it, or null
     */
    void seemsToRunInQa(String owner, String buildUrl) throws IOException {
        seemsToRun("qa", "developer", qaPort, owner, null, buildUrl);
    }

    /**
     * Makes the ledger say that production, which takes approved merges only, runs {@code master}'s tip.
     *
     * @param configuredIn where it is configured, see {@link Ownership#configuredIn}
     */
    void seemsToRunInProduction(String owner, String configuredIn) throws IOException {
        seemsToRun("production", "master", productionPort, owner, configuredIn, null);
    }

    private void seemsToRun(
            String environment, String branch, int port, String owner, String configuredIn, String buildUrl)
            throws IOException {
        var commit = remote.tip(branch);
        var tree = new TreeId(remote.bareGit("rev-parse", commit + "^{tree}"));
        var name = ReleaseId.of(commit, null);
        var digest = new ImageDigest("sha256:" + "0123456789abcdef".repeat(4));
        var release = new Release(name, commit, tree, ImageTags.of(id(), name), digest, Instant.now());
        var deployment = DeploymentId.create(Instant.now());
        var settings = new EnvironmentSettings(
                environment, null, port, null, null, null, null, null, null, null, null, null, null);
        var target = new TargetId("docker:test");
        var ownership = new Ownership(
                settings.environment(),
                owner,
                configuredIn,
                target,
                TargetConnection.configured("on-paper"),
                null,
                List.of(),
                "http://127.0.0.1:" + port + "/",
                null,
                true,
                false);
        ledger().<Void, IOException>transact((view, append) -> {
            append.accept(new EnvironmentOwned(ownership, EnvironmentOwned.How.CLAIMED, "On paper.", "dan"));
            append.accept(new DeploymentOpened(
                    deployment,
                    settings.environment(),
                    DeploymentKind.DEPLOY,
                    commit,
                    ownership.gated() ? Admission.INITIAL : Admission.OPEN,
                    null,
                    "dan",
                    buildUrl,
                    target));
            for (var phase : List.of(Phase.START, Phase.PROBE, Phase.SWITCH, Phase.DRAIN, Phase.RETIRE, Phase.DONE)) {
                append.accept(new PhaseEntered(deployment, phase, release));
            }
            return null;
        });
    }

    /** The Pipeline step that deploys to QA on a port of the test's own, without waiting for what comes after. */
    String deployToQa() {
        return "deployBranch environment: 'qa', port: " + qaPort + ", drain: 0, watch: 0";
    }

    /** As {@link #deployToQa}, to production. */
    String deployToProduction() {
        return "deployBranch environment: 'production', port: " + productionPort + ", drain: 0, watch: 0";
    }

    /** The Pipeline step that asks QA, with further settings such as {@code ", quorum: 2"}. */
    String ask(String settings) {
        return "qaApproval from: 'developer', into: 'master', url: '" + url() + "'" + settings;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
