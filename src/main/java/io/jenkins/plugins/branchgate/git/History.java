package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Reads commits that are in the mirror. */
final class History {

    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_MESSAGE = 20_000;
    private static final int MOST_PEOPLE = 10_000;
    /** Wherever it stands: not every host wants it in the last paragraph. */
    private static final Pattern CO_AUTHOR = Pattern.compile(
            "^[ \\t]*co-authored-by[ \\t]*:([^<\\n]*)(?:<([^>\\n]*)>)?", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private final Repository repository;

    History(Repository repository) {
        this.repository = repository;
    }

    CommitInfo commit(CommitId id) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return info(walk.parseCommit(object(id)));
        }
    }

    boolean isAncestor(CommitId ancestor, CommitId descendant) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(object(ancestor)), walk.parseCommit(object(descendant)));
        }
    }

    /** The commits head has and base lacks, newest first, at most that many. */
    List<CommitInfo> commits(CommitId base, CommitId head, int most) throws IOException {
        var commits = new ArrayList<CommitInfo>();
        try (var walk = between(base, head)) {
            walk.sort(RevSort.TOPO_KEEP_BRANCH_TOGETHER);
            // Sorting needs them all at once, so without their messages.
            walk.setRetainBody(false);
            RevCommit commit;
            while (commits.size() < most && (commit = walk.next()) != null) {
                walk.parseBody(commit);
                commits.add(info(commit));
                commit.disposeBody();
            }
        }
        return commits;
    }

    /** Authors, committers and co-authors of all commits that head has and none of the others do. */
    Set<Signature> people(Collection<CommitId> others, CommitId head, int most) throws IOException {
        var people = new LinkedHashSet<Signature>();
        try (var walk = outside(List.of(head), others)) {
            int count = 0;
            for (RevCommit commit; (commit = walk.next()) != null; commit.disposeBody()) {
                if (++count > most) {
                    throw new LimitExceededException("the change up to " + head.abbreviated() + " has more than " + most
                            + " commits, and the authors of all of them have to be known; bring it in by parts");
                }
                people.add(signature(commit.getAuthorIdent()));
                people.add(signature(commit.getCommitterIdent()));
                var named = CO_AUTHOR.matcher(commit.getFullMessage());
                while (named.find()) {
                    people.add(new Signature(
                            named.group(1).strip(),
                            named.group(2) == null ? "" : named.group(2).strip()));
                }
                if (people.size() > MOST_PEOPLE) {
                    throw new LimitExceededException("the change names more than " + MOST_PEOPLE + " authors");
                }
            }
        }
        people.remove(new Signature("", ""));
        return people;
    }

    /** How many commits head has and base lacks; counting stops at the limit. */
    int count(CommitId base, CommitId head, int most) throws IOException {
        int count = 0;
        try (var walk = between(base, head)) {
            walk.setRetainBody(false);
            while (count < most && walk.next() != null) {
                count++;
            }
        }
        return count;
    }

    /**
     * The commits that are in one of these histories and in none of the others, newest first, at most that many of them
     * listed. A commit of the others that is not here leaves nothing out: what it would have brought is listed then.
     */
    Commits without(Collection<CommitId> heads, Collection<CommitId> others, int most) throws IOException {
        var listed = new ArrayList<CommitInfo>();
        int count = 0;
        try (var walk = outside(heads, others)) {
            walk.setRetainBody(false);
            RevCommit commit;
            while (count < Changes.MOST_COUNTED && (commit = walk.next()) != null) {
                if (count++ < most) {
                    walk.parseBody(commit);
                    listed.add(info(commit));
                    commit.disposeBody();
                }
            }
        }
        return new Commits(listed, count);
    }

    private RevWalk outside(Collection<CommitId> heads, Collection<CommitId> others) throws IOException {
        var walk = new RevWalk(repository);
        for (var head : heads) {
            walk.markStart(walk.parseCommit(object(head)));
        }
        for (var other : others) {
            try {
                walk.markUninteresting(walk.parseCommit(object(other)));
            } catch (MissingObjectException e) {
                // Removed from the remote by a forced push, and the mirror was made anew since.
            }
        }
        return walk;
    }

    /** Where two commits parted, or null if they never met. */
    ObjectId mergeBase(CommitId one, CommitId other) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(object(one)));
            walk.markStart(walk.parseCommit(object(other)));
            return walk.next();
        }
    }

    static ObjectId object(CommitId id) {
        return ObjectId.fromString(id.value());
    }

    private RevWalk between(CommitId base, CommitId head) throws IOException {
        var walk = new RevWalk(repository);
        walk.markStart(walk.parseCommit(object(head)));
        walk.markUninteresting(walk.parseCommit(object(base)));
        return walk;
    }

    private static CommitInfo info(RevCommit commit) {
        return new CommitInfo(
                new CommitId(commit.name()),
                Arrays.stream(commit.getParents())
                        .map(p -> new CommitId(p.name()))
                        .toList(),
                new TreeId(commit.getTree().name()),
                signature(commit.getAuthorIdent()),
                signature(commit.getCommitterIdent()),
                time(commit.getAuthorIdent()),
                time(commit.getCommitterIdent()),
                cut(commit.getShortMessage(), LONGEST_SUBJECT),
                cut(commit.getFullMessage(), LONGEST_MESSAGE));
    }

    /** A commit whose author or committer line makes no sense still is a commit. */
    private static Signature signature(PersonIdent person) {
        return person == null ? new Signature("", "") : new Signature(person.getName(), person.getEmailAddress());
    }

    private static Instant time(PersonIdent person) {
        return person == null ? Instant.EPOCH : person.getWhenAsInstant();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
