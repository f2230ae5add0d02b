package io.jenkins.plugins.branchgate.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.Transport;

/**
 * A repository on this machine. Pushing to it goes through the installed {@code git receive-pack}, which runs the
 * repository's hooks and obeys its configuration, as every other remote would. Without an installed git, JGit's own
 * receiver takes the push, but only where there are no hooks it would pass over.
 */
final class LocalRemote {

    /** Anything but the bare command makes JGit start a process instead of receiving itself. */
    private static final String INSTALLED = "exec git receive-pack";

    private static final List<String> REFUSING_HOOKS = List.of("pre-receive", "update", "reference-transaction");

    private LocalRemote() {}

    static void prepare(Transport transport, Path repository) throws IOException {
        if (gitIsInstalled()) {
            transport.setOptionReceivePack(INSTALLED);
            return;
        }
        for (var hook : REFUSING_HOOKS) {
            if (Files.isExecutable(repository.resolve("hooks").resolve(hook))) {
                throw new TransportException("the repository has the hook " + hook
                        + ", and this machine has no git command to run it with; install git, or use the repository's"
                        + " http, https or ssh address");
            }
        }
    }

    private static boolean gitIsInstalled() {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (var folder : path.split(File.pathSeparator)) {
            if (!folder.isEmpty() && new File(folder, "git").canExecute()) {
                return true;
            }
        }
        return false;
    }
}
