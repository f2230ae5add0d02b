package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import io.jenkins.plugins.branchgate.model.SiteTree;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A site's content in a commit of the mirror, looked through and found fit to deploy. Read file by file, as a stream.
 */
final class CommitTree implements SiteTree {

    private final IsolatedRepository repository;
    private final Duration time;
    private final CommitId commit;
    private final ObjectId tree;
    private final Instant committedAt;

    private CommitTree(
            IsolatedRepository repository, Duration time, CommitId commit, ObjectId tree, Instant committedAt) {
        this.repository = repository;
        this.time = time;
        this.commit = commit;
        this.tree = tree;
        this.committedAt = committedAt;
    }

    static CommitTree of(IsolatedRepository repository, CommitId commit, SiteFolder folder, ReadLimits.Content bounds)
            throws GitException, IOException {
        var tree = find(repository, commit, folder);
        new TreeInspection(repository, commit, folder, bounds).inspect(tree);
        try (var walk = new RevWalk(repository)) {
            int seconds = walk.parseCommit(History.object(commit)).getCommitTime();
            return new CommitTree(repository, bounds.time(), commit, tree, Instant.ofEpochSecond(seconds));
        }
    }

    @Override
    public CommitId commit() {
        return commit;
    }

    @Override
    public Instant committedAt() {
        return committedAt;
    }

    @Override
    public TreeId tree() {
        return new TreeId(tree.name());
    }

    @Override
    public void accept(Visitor visitor) throws IOException {
        try (var reader = repository.newObjectReader(time);
                var walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                var content = walk.getObjectReader().open(walk.getObjectId(0), Constants.OBJ_BLOB);
                if (walk.getFileMode(0) == FileMode.SYMLINK) {
                    visitor.symbolicLink(walk.getPathString(), new String(content.getBytes(), StandardCharsets.UTF_8));
                } else {
                    try (var stream = content.openStream()) {
                        boolean executable = walk.getFileMode(0) == FileMode.EXECUTABLE_FILE;
                        visitor.file(walk.getPathString(), executable, content.getSize(), stream);
                    }
                }
            }
        }
    }

    @Override
    public Optional<byte[]> read(String path, int most) throws IOException {
        try (var reader = repository.newObjectReader()) {
            var at = path.isEmpty() ? null : TreeWalk.forPath(reader, path, tree);
            boolean regular = at != null
                    && (at.getFileMode(0) == FileMode.REGULAR_FILE || at.getFileMode(0) == FileMode.EXECUTABLE_FILE);
            if (!regular) {
                return Optional.empty();
            }
            try (var stream = reader.open(at.getObjectId(0), Constants.OBJ_BLOB).openStream()) {
                return Optional.of(stream.readNBytes(most));
            }
        }
    }

    private static ObjectId find(IsolatedRepository repository, CommitId commit, SiteFolder folder)
            throws GitException, IOException {
        try (var walk = new RevWalk(repository)) {
            ObjectId tree = walk.parseCommit(History.object(commit)).getTree();
            if (folder.isRoot()) {
                return tree;
            }
            String path = "";
            for (var name : folder.value().split("/")) {
                path = path.isEmpty() ? name : path + "/" + name;
                try (var at = TreeWalk.forPath(walk.getObjectReader(), name, tree)) {
                    if (at == null) {
                        throw refused(commit, folder, "does not have it");
                    }
                    if (!at.isSubtree()) {
                        throw refused(
                                commit, folder, "has no folder there: " + path + " is " + kind(at.getFileMode(0)));
                    }
                    tree = at.getObjectId(0);
                }
            }
            return tree;
        }
    }

    private static String kind(FileMode mode) {
        if (mode == FileMode.SYMLINK) {
            return "a symbolic link";
        }
        return mode == FileMode.GITLINK ? "a submodule" : "a file";
    }

    private static GitException refused(CommitId commit, SiteFolder folder, String why) {
        return new GitException(
                Reason.CONTENT_REFUSED,
                "Site folder " + folder + " cannot be deployed: commit " + commit.abbreviated() + " " + why
                        + ". Allowed is a folder of the repository. Nothing was changed. Check the site's folder.");
    }
}
