package io.jenkins.plugins.branchgate.source;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/**
 * A bare repository that obeys its own configuration file and nobody else's: what the user's or the system's Git
 * configuration says of proxies, headers, cookies, TLS, hooks or address rewriting does not count here.
 */
final class IsolatedRepository extends FileRepository {

    private final FileBasedConfig own;

    IsolatedRepository(Path folder) throws IOException {
        super(new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().setup());
        own = new FileBasedConfig(null, folder.resolve("config").toFile(), FS.DETECTED);
        try {
            own.load();
        } catch (ConfigInvalidException e) {
            throw new IOException(e);
        }
    }

    @Override
    public FileBasedConfig getConfig() {
        return own == null ? super.getConfig() : own;
    }
}
