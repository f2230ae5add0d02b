package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;

/** Brings branches and commits from the remote into the mirror, history and all. Needs the right to write. */
final class Fetcher {

    private static final int BRANCHES_NAMED = 8;
    private static final int MOST_BRANCHES = 2_000;
    private static final List<RefSpec> BRANCHES = List.of(new RefSpec("refs/heads/*:refs/mirror-names/*"));

    /** What another question to the remote does not mend. */
    private static final Set<Reason> FINAL = Set.of(Reason.INTERRUPTED, Reason.TOO_LARGE, Reason.MIRROR_BROKEN);

    private final Mirror mirror;
    private final Remote remote;
    private final Timeouts limits;
    private final HttpProxy proxy;

    Fetcher(Mirror mirror, Remote remote, Timeouts limits, HttpProxy proxy) {
        this.mirror = mirror;
        this.remote = remote;
        this.limits = limits;
        this.proxy = proxy;
    }

    /** The branch's tip at the remote, now here with its history. */
    CommitId branch(BranchName branch) throws GitException {
        var tip = find(branch);
        if (tip.isEmpty()) {
            throw missing(branch, names());
        }
        return tip.get();
    }

    /** Makes sure a commit is here: from the branch, else by its id, else from any branch. */
    void commit(CommitId commit, BranchName likely) throws GitException {
        if (isHere(commit)) {
            return;
        }
        find(likely);
        if (isHere(commit) || byId(commit)) {
            return;
        }
        var branches = names();
        if (branches.size() > MOST_BRANCHES) {
            throw new GitException(
                    Reason.TOO_LARGE,
                    remote + " has no commit " + commit + " in branch " + likely + ", and with " + branches.size()
                            + " branches too many to look through (" + MOST_BRANCHES
                            + " at most). Nothing was changed. Name the branch that has it.");
        }
        fetch(branches.stream()
                .map(name -> spec(Constants.R_HEADS + name, name))
                .toList());
        if (!isHere(commit)) {
            throw new GitException(
                    Reason.COMMIT_MISSING,
                    remote + " has no commit " + commit + ", neither in branch " + likely
                            + " nor in another. Nothing was"
                            + " changed. A forced push may have removed it; test the branch's present commit instead.");
        }
    }

    /** The branch's tip as it is now at the remote, empty if there is no such branch or no branch at all. */
    private Optional<CommitId> find(BranchName branch) throws GitException {
        mirror.refuseFull(limits.total());
        try (var exchange = RemoteOperation.open(mirror, remote, limits, proxy)) {
            try {
                var wanted = List.of(spec(branch.ref(), branch.value()));
                var fetched = exchange.transport().fetch(exchange.deadline(), wanted);
                mirror.clean(limits.total());
                return Optional.of(parse(fetched.getAdvertisedRef(branch.ref()).getObjectId(), branch));
            } catch (TransportException e) {
                if (saysMissing(e, branch)) {
                    return Optional.empty();
                }
                throw exchange.explain(e);
            } catch (IOException | RuntimeException e) {
                throw exchange.explain(e);
            }
        }
    }

    private boolean byId(CommitId commit) throws GitException {
        if (remote.kind() == Remote.Kind.LOCAL) {
            // All its branches are at hand, and it hands out nothing else.
            return false;
        }
        try {
            fetch(List.of(new RefSpec("+" + commit + ":refs/mirror-commits/" + commit)));
        } catch (GitException e) {
            // Many servers hand out the tips of branches only; what is tried next decides.
            if (FINAL.contains(e.reason())) {
                throw e;
            }
        }
        return isHere(commit);
    }

    private void fetch(List<RefSpec> specs) throws GitException {
        if (specs.isEmpty()) {
            return;
        }
        mirror.refuseFull(limits.total());
        try (var exchange = RemoteOperation.open(mirror, remote, limits, proxy)) {
            try {
                exchange.transport().fetch(exchange.deadline(), specs);
            } catch (IOException | RuntimeException e) {
                throw exchange.explain(e);
            }
        }
        mirror.clean(limits.total());
    }

    /** The short names of the remote's branches. */
    private List<String> names() throws GitException {
        try (var exchange = RemoteOperation.open(mirror, remote, limits, proxy)) {
            try (var connection = exchange.transport().openFetch(BRANCHES)) {
                return connection.getRefs().stream()
                        .map(Ref::getName)
                        .filter(name -> name.startsWith(Constants.R_HEADS))
                        .map(name -> name.substring(Constants.R_HEADS.length()))
                        .sorted()
                        .toList();
            } catch (IOException | RuntimeException e) {
                throw exchange.explain(e);
            }
        }
    }

    private GitException missing(BranchName branch, List<String> names) {
        if (names.isEmpty()) {
            return new GitException(
                    Reason.REPOSITORY_EMPTY,
                    remote + " has no branch yet, so not " + branch
                            + " either. Nothing was changed. Push one to it first.");
        }
        String has = names.stream().limit(BRANCHES_NAMED).collect(Collectors.joining(", "));
        int more = names.size() - BRANCHES_NAMED;
        return new GitException(
                Reason.BRANCH_MISSING,
                remote + " has no branch " + branch + "; it has " + RemoteText.clean(has, remote)
                        + (more > 0 ? " and " + more + " more" : "")
                        + ". Nothing was changed. Check the branch's name, or push it first.");
    }

    private boolean isHere(CommitId commit) throws GitException {
        try (var walk = new RevWalk(mirror.repository())) {
            walk.parseCommit(History.object(commit));
            return true;
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw mirror.broken(e);
        }
    }

    private CommitId parse(ObjectId tip, BranchName branch) throws GitException {
        try (var walk = new RevWalk(mirror.repository())) {
            return new CommitId(walk.parseCommit(tip).name());
        } catch (IOException e) {
            throw mirror.broken(new IOException("branch " + branch + " names " + tip.name() + ", no commit here", e));
        }
    }

    private static RefSpec spec(String ref, String branch) {
        return new RefSpec("+" + ref + ":" + Mirror.refOf(branch));
    }

    private static boolean saysMissing(TransportException e, BranchName branch) {
        return MessageFormat.format(JGitText.get().remoteDoesNotHaveSpec, branch.ref())
                .equals(e.getMessage());
    }
}
