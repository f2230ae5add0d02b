package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A site's repository: a bare mirror in a folder, with full history, and the remote it mirrors. Safe for use by several
 * threads and processes: {@link #fetch}, {@link #fetchCommit} and {@link #merge} wait for their turn to write, all else
 * only reads. A crash at any point leaves nothing that the next call would not mend. No user's or system's Git or SSH
 * configuration is obeyed, no hook, filter or merge driver runs here.
 *
 * <p>Every method that takes a commit wants it to be here, brought by a fetch, and says so otherwise.
 */
public final class SiteRepository implements Closeable {

    private final Mirror mirror;
    private final Remote remote;
    private final Timeouts limits;
    private final HttpProxy proxy;
    private final History history;

    private SiteRepository(Mirror mirror, Remote remote, Timeouts limits, HttpProxy proxy) {
        this.mirror = mirror;
        this.remote = remote;
        this.limits = limits;
        this.proxy = proxy;
        this.history = new History(mirror.reading());
    }

    /**
     * Opens the mirror in that folder, made if it is not there. The remote is not asked yet.
     *
     * @throws GitException if the folder cannot be written
     */
    public static SiteRepository open(Path bareFolder, Remote remote) throws GitException {
        return open(bareFolder, remote, Timeouts.USUAL);
    }

    /** As {@link #open(Path, Remote)}, through another proxy than this process was started with. */
    public static SiteRepository open(Path bareFolder, Remote remote, HttpProxy proxy) throws GitException {
        return new SiteRepository(
                Mirror.open(bareFolder.toAbsolutePath(), ReadLimits.USUAL), remote, Timeouts.USUAL, proxy);
    }

    /** As {@link #open(Path, Remote)}, with other time limits. */
    public static SiteRepository open(Path bareFolder, Remote remote, Timeouts limits) throws GitException {
        return open(bareFolder, remote, limits, ReadLimits.USUAL);
    }

    static SiteRepository open(Path bareFolder, Remote remote, Timeouts limits, ReadLimits bounds) throws GitException {
        return new SiteRepository(
                Mirror.open(bareFolder.toAbsolutePath(), bounds), remote, limits, HttpProxy.ofThisProcess());
    }

    /** The remote this mirrors. */
    public Remote remote() {
        return remote;
    }

    /**
     * Asks the remote for a branch and brings its history here.
     *
     * @return the branch's tip
     * @throws GitException if the repository or the branch is missing or empty, wants credentials, or does not
     *     answer
     */
    public CommitId fetch(BranchName branch) throws GitException {
        try (var turn = new Turn()) {
            return fetcher().branch(branch);
        }
    }

    /**
     * Makes sure a commit and its history are here. The remote is asked only if they are not: for the likely branch,
     * then for the commit itself, then for all branches.
     */
    public void fetchCommit(CommitId commit, BranchName likely) throws GitException {
        try (var turn = new Turn()) {
            fetcher().commit(commit, likely);
        }
    }

    /** A commit that is here. */
    public CommitInfo commit(CommitId id) throws GitException {
        return read(() -> history.commit(id));
    }

    /** The tree of the whole repository in a commit that is here. */
    public TreeId rootTree(CommitId id) throws GitException {
        return commit(id).tree();
    }

    /** True if the descendant has the ancestor in its history, or is it. */
    public boolean isAncestor(CommitId ancestor, CommitId descendant) throws GitException {
        return read(() -> history.isAncestor(ancestor, descendant));
    }

    /**
     * The content of a folder in a commit that is here, usable while this repository is open. It is looked through
     * before it is returned.
     *
     * @throws GitException if the folder is missing, a file or a symbolic link; if anything in it is a submodule, a
     *     link that leads out of it, or has a name that cannot be deployed; the message names the path
     */
    public SiteTree siteTree(CommitId id, SiteFolder folder) throws GitException {
        try {
            return CommitTree.of(mirror.reading(), id, folder, mirror.bounds().content());
        } catch (IOException | LargeObjectException e) {
            throw explain(e);
        }
    }

    /**
     * Everybody who had a hand in what the tip has and none of the others do: authors and committers of all those commits,
     * those of merges and side branches among them, and whom their messages name as co-authors.
     *
     * @param others those that are not here leave nobody out, and are no error
     * @param most how many commits may be looked at
     * @throws GitException {@link Reason#TOO_LARGE} if there are more: leaving somebody out would let them decide on
     *     their own change
     */
    public Set<Signature> people(Collection<CommitId> others, CommitId tip, int most) throws GitException {
        return read(() -> history.people(others, tip, most));
    }

    /**
     * True if a branch of the remote has the commit, as the remote is now: the branch is fetched.
     *
     * @throws GitException if the branch is missing, or the remote does not answer
     */
    public boolean contains(BranchName branch, CommitId commit) throws GitException {
        var tip = fetch(branch);
        try {
            return isAncestor(commit, tip);
        } catch (GitException e) {
            if (e.reason() == Reason.COMMIT_MISSING) {
                // The branch is here with all its history, and the commit is not.
                return false;
            }
            throw e;
        }
    }

    /**
     * What head would bring to base: the commits base lacks, and the files that differ from where the two parted.
     *
     * @param mostCommits how many commits to list, the newest
     * @param mostFiles how many files to list, the first by path
     */
    public Changes changes(CommitId base, CommitId head, int mostCommits, int mostFiles) throws GitException {
        return read(() -> {
            var commits = history.commits(base, head, mostCommits);
            int count = history.count(base, head, Changes.MOST_COUNTED);
            var files = new Differences(mirror.reading())
                    .files(history.mergeBase(base, head), History.object(head), mostFiles);
            return new Changes(commits, count, files.files(), files.count());
        });
    }

    /**
     * How one file of {@link #changes} differs.
     *
     * @param mostCharacters where the text is cut
     */
    public FileDiff diff(CommitId base, CommitId head, FileChange file, int mostCharacters) throws GitException {
        return read(() -> new Differences(mirror.reading())
                .diff(history.mergeBase(base, head), History.object(head), file, mostCharacters));
    }

    /**
     * The commits that are in one of these histories and in none of the others.
     *
     * @param heads must be here
     * @param others those that are not here leave nothing out, and are no error
     * @param most how many to list
     */
    public Commits commitsWithout(Collection<CommitId> heads, Collection<CommitId> others, int most)
            throws GitException {
        return read(() -> history.without(heads, others, most));
    }

    /** True if a commit is here, so that it can be read without asking the remote. */
    public boolean has(CommitId id) throws GitException {
        try {
            commit(id);
            return true;
        } catch (GitException e) {
            if (e.reason() == Reason.COMMIT_MISSING) {
                return false;
            }
            throw e;
        }
    }

    /**
     * The files in which two trees of the whole repository differ.
     *
     * @param older null for an empty one
     * @param mostFiles how many files to list, the first by path
     * @return without commits
     */
    public Changes compare(TreeId older, TreeId newer, int mostFiles) throws GitException {
        return read(() -> {
            var files = new Differences(mirror.reading()).files(object(older), object(newer), mostFiles);
            return new Changes(List.of(), 0, files.files(), files.count());
        });
    }

    /** How one file of {@link #compare} differs, in at most that many characters. */
    public FileDiff diff(TreeId older, TreeId newer, FileChange file, int mostCharacters) throws GitException {
        return read(() -> new Differences(mirror.reading()).diff(object(older), object(newer), file, mostCharacters));
    }

    private static ObjectId object(TreeId tree) {
        return tree == null ? null : ObjectId.fromString(tree.value());
    }

    /** What bringing the tested commit into the target would do. No branch is touched, here or there. */
    public MergePreview preview(CommitId tested, CommitId target, MergeStrategy strategy) throws GitException {
        return read(
                () -> new TreeMerger(mirror.reading(), mirror.bounds().reading().mergedBytes())
                        .preview(History.object(tested), History.object(target), strategy));
    }

    /**
     * Brings the tested commit into a branch of the remote: asks for the branch's tip, merges in memory, pushes without
     * force and only onto that tip, and starts over, a bounded number of times, when another push was faster. If the
     * connection breaks while pushing, the remote is asked what it has. The same order given again, also after a
     * restart, finds what it did before.
     *
     * @throws GitException if the target branch is missing, the tested commit is nowhere, the credentials are
     *     refused, the mirror is damaged, or the thread is interrupted; the remote then is unchanged, unless the
     *     message says that it is not known
     */
    public MergeOutcome merge(MergeRequest request) throws GitException {
        try (var turn = new Turn()) {
            var pusher = new Pusher(mirror, remote, limits, proxy);
            return new MergeOperation(mirror, fetcher(), pusher, request).run();
        }
    }

    @Override
    public void close() {
        mirror.close();
    }

    private Fetcher fetcher() {
        return new Fetcher(mirror, remote, limits, proxy);
    }

    private <T> T read(Reading<T> reading) throws GitException {
        try {
            return reading.read();
        } catch (IOException | LargeObjectException e) {
            throw explain(e);
        }
    }

    private GitException explain(Exception e) {
        if (e instanceof MissingObjectException missing) {
            return new GitException(
                    Reason.COMMIT_MISSING,
                    "Commit " + missing.getObjectId().name() + " of " + remote + " is not in the mirror "
                            + mirror.folder() + ". Nothing was changed. Fetch the branch it is in first.",
                    e);
        }
        return mirror.broken(e);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** The turn to write. */
    private final class Turn implements AutoCloseable {

        private final WriterLock lock = mirror.write();

        Turn() throws GitException {}

        @Override
        public void close() throws GitException {
            try {
                lock.close();
            } catch (IOException e) {
                throw mirror.broken(e);
            }
        }
    }
}
