package io.jenkins.plugins.branchgate.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.util.FS;

/**
 * A bare repository that obeys its own configuration file and nobody else's: what the user's or the system's Git
 * configuration says of proxies, headers, cookies, TLS, hooks or address rewriting does not count here.
 */
final class IsolatedRepository extends FileRepository {

    private final FileBasedConfig own;
    private final ReadLimits.Reading bounds;
    private volatile ReceiveLimit intake;

    /** @param bounds for each walk through the repository's objects; null for none: fetching, pushing, cleaning */
    IsolatedRepository(Path folder, ReadLimits.Reading bounds) throws IOException {
        super(new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().setup());
        this.bounds = bounds;
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

    /** What is fetched from now on is counted there. With the right to write only. */
    void count(ReceiveLimit counting) {
        intake = counting;
    }

    @Override
    public ObjectReader newObjectReader() {
        return bounds == null ? super.newObjectReader() : new BoundedReader(super.newObjectReader(), bounds);
    }

    /** A bounded reader with another time limit: for content that was found fit, and may be handed out slowly. */
    ObjectReader newObjectReader(Duration time) {
        return new BoundedReader(super.newObjectReader(), bounds.within(time));
    }

    @Override
    public ObjectInserter newObjectInserter() {
        var inserter = super.newObjectInserter();
        return bounds == null ? new Fetching(inserter) : new BoundedReader.Inserter(inserter, bounds);
    }

    private final class Fetching extends ObjectInserter.Filter {

        private final ObjectInserter inserter;

        Fetching(ObjectInserter inserter) {
            this.inserter = inserter;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public PackParser newPackParser(InputStream in) throws IOException {
            var counting = intake;
            return counting == null
                    ? super.newPackParser(in)
                    : counting.bounded(super.newPackParser(counting.pack(in)));
        }
    }
}
