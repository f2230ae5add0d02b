package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/**
 * Carries out one order to merge: looks where the target is, merges in memory, pushes, and looks again whenever
 * somebody else was faster or the answer was lost. Used once, with the right to write.
 */
final class MergeOperation {

    /** Before the remote is asked again, in milliseconds, at most: whatever went wrong may last a moment. */
    private static final long[] PAUSES = {200, 1_000, 3_000};

    private final Repository repository;
    private final Repository reading;
    private final TreeMerger merger;
    private final Mirror mirror;
    private final Fetcher fetcher;
    private final Pusher pusher;
    private final MergeRequest request;
    private CommitId allowed;
    private boolean pushed;

    MergeOperation(Mirror mirror, Fetcher fetcher, Pusher pusher, MergeRequest request) {
        this.repository = mirror.repository();
        this.reading = mirror.reading();
        this.merger = new TreeMerger(reading, mirror.bounds().reading().mergedBytes());
        this.mirror = mirror;
        this.fetcher = fetcher;
        this.pusher = pusher;
        this.request = request;
    }

    MergeOutcome run() throws GitException {
        try {
            fetcher.commit(request.tested(), request.into());
            return attempt();
        } catch (GitException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                return new MergeOutcome.Unreachable(e.getMessage());
            }
            throw e;
        } catch (IOException | LargeObjectException e) {
            var explained = mirror.broken(e);
            throw pushed && explained.reason() == Reason.TOO_LARGE
                    ? new GitException(Reason.MIRROR_BROKEN, unsure(explained.getMessage()), e)
                    : explained;
        }
    }

    private MergeOutcome attempt() throws GitException, IOException {
        CommitId tip = fetcher.branch(request.into());
        MergeOutcome last = null;
        for (int pushes = 0; pushes < request.attempts(); pushes++) {
            var known = known(tip, pushes);
            if (known.isPresent()) {
                return known.get();
            }
            var preview = merger.preview(History.object(request.tested()), History.object(tip), request.strategy());
            var stopped = stopped(preview, tip);
            if (stopped.isPresent()) {
                return stopped.get();
            }
            var tree = ((MergePreview.Clean) preview).tree();
            var commit = commit(tree, tip);
            pushed = true;
            var answer = pusher.push(commit, request.into(), History.object(tip));
            if (answer instanceof Pusher.Answer.Taken) {
                var made = new CommitId(commit.name());
                return new MergeOutcome.Merged(made, made.equals(request.tested()) ? null : tip, tree, pushes + 1);
            }
            CommitId now = ask(answer);
            last = after(answer, now, !now.equals(tip));
            if (last instanceof MergeOutcome.Refused && answer instanceof Pusher.Answer.Refused) {
                return last;
            }
            tip = now;
        }
        return known(tip, request.attempts()).orElse(last);
    }

    /** What it comes to if nothing better follows this answer. */
    private MergeOutcome after(Pusher.Answer answer, CommitId now, boolean moved) {
        if (answer instanceof Pusher.Answer.Unknown unknown) {
            return new MergeOutcome.Unreachable(
                    unknown.why() + " Branch " + request.into() + " does not have the merge.");
        }
        if (moved) {
            return new MergeOutcome.TargetMoved(
                    now,
                    "Others kept pushing to " + request.into() + ", " + request.attempts()
                            + " attempts were not fast enough. Nothing was merged. Try again.");
        }
        return new MergeOutcome.Refused(
                answer instanceof Pusher.Answer.Refused refused
                        ? refused.words()
                        : ((Pusher.Answer.TooLate) answer).words());
    }

    /** Where the target is after a push that did not plainly succeed. */
    private CommitId ask(Pusher.Answer answer) throws GitException {
        if (answer instanceof Pusher.Answer.Refused) {
            return fetcher.branch(request.into());
        }
        String lost = answer instanceof Pusher.Answer.Unknown unknown ? unknown.why() : "";
        for (int i = 0; ; i++) {
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSES[i] / 2, PAUSES[i]));
                return fetcher.branch(request.into());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GitException(Reason.INTERRUPTED, unsure("Stopped while merging. " + lost), e);
            } catch (GitException e) {
                if (e.reason() != Reason.UNREACHABLE || i + 1 == PAUSES.length) {
                    // whatever keeps the remote from answering now: what the push did is not known
                    var reason = e.reason() == Reason.INTERRUPTED ? Reason.INTERRUPTED : Reason.UNREACHABLE;
                    throw new GitException(reason, unsure(e.getMessage()), e);
                }
            }
        }
    }

    /** The outcome if the target has the tested commit already, by this order or otherwise. */
    private Optional<MergeOutcome> known(CommitId tip, int pushes) throws IOException {
        var landed = new ExistingMerge(reading, merger).find(History.object(tip), request);
        if (landed.isPresent()) {
            return Optional.of(new MergeOutcome.Merged(
                    landed.get().commit(), landed.get().onto(), landed.get().tree(), pushes));
        }
        boolean there = new History(reading).isAncestor(request.tested(), tip);
        return there ? Optional.of(new MergeOutcome.AlreadyMerged(tip)) : Optional.empty();
    }

    /** The outcome if the merge cannot or may not be made on this tip. */
    private Optional<MergeOutcome> stopped(MergePreview preview, CommitId tip) throws GitException {
        boolean moved = !tip.equals(request.expectedTarget());
        if (preview instanceof MergePreview.Conflicting conflicting) {
            return Optional.of(new MergeOutcome.Conflicts(conflicting.files()));
        }
        if (preview instanceof MergePreview.NothingToMerge) {
            return Optional.of(new MergeOutcome.AlreadyMerged(tip));
        }
        if (preview instanceof MergePreview.Unrelated) {
            return Optional.of(
                    new MergeOutcome.NotPossible("Commit " + request.tested().abbreviated() + " and branch "
                            + request.into() + " have no commit in common. Nothing was merged."));
        }
        if (preview instanceof MergePreview.NotFastForward) {
            String why = "Branch " + request.into() + " has commits that "
                    + request.tested().abbreviated()
                    + " lacks, and only a fast-forward is allowed. Nothing was merged. Bring them into the tested"
                    + " branch and test again.";
            return Optional.of(moved ? new MergeOutcome.TargetMoved(tip, why) : new MergeOutcome.NotPossible(why));
        }
        if (tip.equals(allowed)) {
            return Optional.empty();
        }
        var tree = ((MergePreview.Clean) preview).tree();
        var decision = request.judge().of(new TargetTip(request.expectedTarget(), tip, tree));
        if (!decision.goOn()) {
            return Optional.of(new MergeOutcome.TargetMoved(tip, decision.why()));
        }
        allowed = tip;
        return Optional.empty();
    }

    private ObjectId commit(TreeId tree, CommitId tip) throws IOException {
        if (request.strategy() == MergeStrategy.FAST_FORWARD_ONLY) {
            return History.object(request.tested());
        }
        var commit = new CommitBuilder();
        commit.setTreeId(ObjectId.fromString(tree.value()));
        commit.addParentId(History.object(tip));
        if (request.strategy() == MergeStrategy.MERGE) {
            commit.addParentId(History.object(request.tested()));
        }
        String name = request.author().name().isBlank()
                ? "Branch Gate"
                : request.author().name();
        var person = new PersonIdent(name, request.author().email(), request.when(), ZoneOffset.UTC);
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage(CommitMessage.of(request));
        try (var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private String unsure(String why) {
        return why + " Whether " + request.into() + " has the merge is not known; the same approval merged again finds"
                + " out and never merges twice.";
    }
}
