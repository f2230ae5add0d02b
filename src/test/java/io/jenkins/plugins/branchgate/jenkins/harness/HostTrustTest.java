package io.jenkins.plugins.branchgate.jenkins.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.branchgate.git.GitCredentials;
import io.jenkins.plugins.branchgate.git.HostTrust;
import io.jenkins.plugins.branchgate.jenkins.checkout.GitAccess;
import java.nio.file.Files;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.gitclient.verifier.AcceptFirstConnectionStrategy;
import org.jenkinsci.plugins.gitclient.verifier.KnownHostsFileVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.ManuallyProvidedKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.NoHostKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.SshHostKeyVerificationStrategy;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whoever Git trusts in this Jenkins, Branch Gate trusts, and nobody else. */
@WithJenkins
class HostTrustTest {

    @Test
    void theGitPluginsSettingDecides(JenkinsRule jenkins) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new BasicSSHUserPrivateKey(
                        CredentialsScope.GLOBAL,
                        "key",
                        "git",
                        new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource("text of a key"),
                        null,
                        "for the site"));
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        assertEquals(new HostTrust.FirstMet(), trust(build, new AcceptFirstConnectionStrategy()));
        assertEquals(new HostTrust.Anyone(), trust(build, new NoHostKeyVerificationStrategy()));

        var given = assertInstanceOf(
                HostTrust.Listed.class,
                trust(build, new ManuallyProvidedKeyVerificationStrategy("git.example ssh-rsa A")));
        assertEquals("git.example ssh-rsa A", given.knownHosts());
        assertTrue(given.where().contains("Git Host Key Verification"), given.where());

        var file = assertInstanceOf(HostTrust.Listed.class, trust(build, new KnownHostsFileVerificationStrategy()));
        var path = SshHostKeyVerificationStrategy.JGIT_KNOWN_HOSTS_FILE.toPath();
        assertEquals(Files.exists(path) ? Files.readString(path) : "", file.knownHosts());
        assertTrue(file.where().contains(path.toString()), file.where());
    }

    private static HostTrust trust(FreeStyleBuild build, SshHostKeyVerificationStrategy<?> strategy) throws Exception {
        GitHostKeyVerificationConfiguration.get().setSshHostKeyVerificationStrategy(strategy);
        var remote = GitAccess.remote(build, "ssh://git.example/site.git", "key");
        return assertInstanceOf(GitCredentials.SshKey.class, remote.credentials())
                .hosts();
    }
}
