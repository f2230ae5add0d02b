package io.jenkins.plugins.branchgate.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Which files differ between two commits or trees, and how. */
final class Differences {

    /** Beyond this many files, renames are not looked for: they show as removed and added. */
    private static final int MOST_FOR_RENAMES = 5_000;

    private static final int RENAME_PAIRS = 300;

    /** A larger file is not compared line by line. */
    private static final long LARGEST_TEXT = 512 * 1024;

    private final Repository repository;

    Differences(Repository repository) {
        this.repository = repository;
    }

    /** The files that differ, sorted by path, at most that many, and how many there are in all. */
    Found files(ObjectId older, ObjectId newer, int most) throws IOException {
        int raw = count(older, newer, Changes.MOST_COUNTED);
        if (raw <= MOST_FOR_RENAMES) {
            var renames = new RenameDetector(repository);
            renames.setRenameLimit(RENAME_PAIRS);
            renames.setBigFileThreshold((int) LARGEST_TEXT);
            try (var walk = walk(older, newer)) {
                renames.addAll(DiffEntry.scan(walk));
            }
            var changes = renames.compute().stream().map(Differences::change).toList();
            return new Found(changes.subList(0, Math.min(most, changes.size())), changes.size());
        }
        var changes = new ArrayList<FileChange>();
        try (var walk = walk(older, newer)) {
            while (changes.size() < most && walk.next()) {
                changes.add(change(walk));
            }
        }
        return new Found(changes, raw);
    }

    /** How one file differs, in at most that many characters. */
    FileDiff diff(ObjectId older, ObjectId newer, FileChange change, int mostCharacters) throws IOException {
        boolean added = change.kind() == FileChange.Kind.ADDED;
        boolean removed = change.kind() == FileChange.Kind.REMOVED;
        byte[] before = added ? new byte[0] : content(older, change.oldPath());
        byte[] after = removed ? new byte[0] : content(newer, change.path());
        if (before == null
                || after == null
                || RawText.isBinary(before, before.length, true)
                || RawText.isBinary(after, after.length, true)) {
            return new FileDiff(change, true, "", false);
        }
        var from = new RawText(before);
        var to = new RawText(after);
        var edits = new BoundedDiff(BoundedDiff.MOST_PAIRS).diff(RawTextComparator.DEFAULT, from, to);
        var out = new ByteArrayOutputStream();
        try (var formatter = new DiffFormatter(out)) {
            formatter.format(edits, from, to);
        }
        String text = out.toString(StandardCharsets.UTF_8);
        boolean cut = text.length() > mostCharacters;
        return new FileDiff(change, false, cut ? text.substring(0, mostCharacters) : text, cut);
    }

    /** A file's content, empty where there is none, null if it is too large to compare. */
    private byte[] content(ObjectId tree, String path) throws IOException {
        if (tree == null) {
            return new byte[0];
        }
        try (var walk = new RevWalk(repository);
                var found = TreeWalk.forPath(walk.getObjectReader(), path, walk.parseTree(tree))) {
            if (found == null || found.isSubtree()) {
                return new byte[0];
            }
            if (found.getFileMode(0) == FileMode.GITLINK) {
                return ("Submodule commit " + found.getObjectId(0).name() + "\n").getBytes(StandardCharsets.UTF_8);
            }
            var loader = walk.getObjectReader().open(found.getObjectId(0));
            return loader.getSize() > LARGEST_TEXT ? null : loader.getBytes();
        }
    }

    private int count(ObjectId older, ObjectId newer, int most) throws IOException {
        int count = 0;
        try (var walk = walk(older, newer)) {
            while (count < most && walk.next()) {
                count++;
            }
        }
        return count;
    }

    private TreeWalk walk(ObjectId older, ObjectId newer) throws IOException {
        var walk = new TreeWalk(repository);
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ANY_DIFF);
        try (var commits = new RevWalk(repository)) {
            if (older == null) {
                walk.addTree(new EmptyTreeIterator());
            } else {
                walk.addTree(commits.parseTree(older));
            }
            walk.addTree(commits.parseTree(newer));
        }
        return walk;
    }

    private static FileChange change(TreeWalk at) {
        var kind = at.getFileMode(0) == FileMode.MISSING
                ? FileChange.Kind.ADDED
                : at.getFileMode(1) == FileMode.MISSING ? FileChange.Kind.REMOVED : FileChange.Kind.MODIFIED;
        return new FileChange(kind, at.getPathString(), at.getPathString());
    }

    private static FileChange change(DiffEntry entry) {
        String from = entry.getOldPath();
        String to = entry.getNewPath();
        return switch (entry.getChangeType()) {
            case ADD -> new FileChange(FileChange.Kind.ADDED, to, to);
            case DELETE -> new FileChange(FileChange.Kind.REMOVED, from, from);
            case MODIFY -> new FileChange(FileChange.Kind.MODIFIED, to, to);
            case RENAME -> new FileChange(FileChange.Kind.RENAMED, to, from);
            case COPY -> new FileChange(FileChange.Kind.COPIED, to, from);
        };
    }

    /** Some of the files, and how many there are in all. */
    record Found(List<FileChange> files, int count) {}
}
