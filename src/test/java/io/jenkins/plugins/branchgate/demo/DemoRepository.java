package io.jenkins.plugins.branchgate.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The repository that the demo brings along: bare, with a small site on branches master and developer. */
final class DemoRepository {

    private static final PersonIdent DEVELOPER = new PersonIdent("Dana Developer", "dana@example.org");
    private static final String MASTER = Constants.R_HEADS + "master";
    private static final String BRANCH = Constants.R_HEADS + "developer";

    private final Path folder;

    DemoRepository(Path folder) {
        this.folder = folder;
    }

    /** Makes the repository if it is not there, and one more commit on developer, so that there is something to approve. */
    void update(Instant now) throws IOException {
        try (var repository =
                new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
            if (!repository.getObjectDatabase().exists()) {
                repository.create(true);
                repository.updateRef(Constants.HEAD).link(MASTER);
            }
            if (repository.resolve(MASTER) == null) {
                var first = commit(repository, null, site(0, now), "Open the shop", now);
                move(repository, MASTER, first);
            }
            var developer = repository.resolve(BRANCH);
            var parent = developer == null ? repository.resolve(MASTER) : developer;
            int next = count(repository, parent);
            move(repository, BRANCH, commit(repository, parent, site(next, now), "Offer number " + next, now));
        }
    }

    private static Map<String, String> site(int number, Instant now) {
        var files = new TreeMap<String, String>();
        files.put("index.html", """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Corner shop</title><link rel="stylesheet" href="style.css"></head>
                <body>
                <h1>Corner shop</h1>
                <p>%s</p>
                <p><a href="about/">About us</a></p>
                </body>
                </html>
                """.formatted(
                        number == 0
                                ? "We are open."
                                : "Offer number " + number + " of " + now.truncatedTo(ChronoUnit.SECONDS) + "."));
        files.put("style.css", "body { font-family: sans-serif; margin: 3em; }\n");
        files.put(
                "about/index.html", "<!DOCTYPE html>\n<title>About us</title>\n<p>A small site, really served.</p>\n");
        for (int offer = 1; offer <= number; offer++) {
            files.put(
                    "offers/" + offer + ".html", "<!DOCTYPE html>\n<title>Offer</title>\n<p>Offer " + offer + "</p>\n");
        }
        return files;
    }

    /** How many offers there were so far, and one more. */
    private static int count(Repository repository, ObjectId commit) throws IOException {
        int offers = 0;
        try (var walk = new RevWalk(repository);
                var files = new TreeWalk(repository)) {
            files.addTree(walk.parseCommit(commit).getTree());
            files.setRecursive(true);
            while (files.next()) {
                offers += files.getPathString().startsWith("offers/") ? 1 : 0;
            }
        }
        return offers + 1;
    }

    private static ObjectId commit(
            Repository repository, ObjectId parent, Map<String, String> files, String message, Instant now)
            throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var folders = new TreeMap<String, TreeFormatter>();
            var root = new TreeMap<String, Object>();
            for (var file : files.entrySet()) {
                var blob = inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8));
                int slash = file.getKey().indexOf('/');
                if (slash < 0) {
                    root.put(file.getKey(), blob);
                } else {
                    folders.computeIfAbsent(file.getKey().substring(0, slash), none -> new TreeFormatter())
                            .append(file.getKey().substring(slash + 1), FileMode.REGULAR_FILE, blob);
                }
            }
            root.putAll(folders);
            var tree = new TreeFormatter();
            for (var entry : root.entrySet()) {
                if (entry.getValue() instanceof TreeFormatter below) {
                    tree.append(entry.getKey(), FileMode.TREE, inserter.insert(below));
                } else {
                    tree.append(entry.getKey(), FileMode.REGULAR_FILE, (ObjectId) entry.getValue());
                }
            }
            var commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            if (parent != null) {
                commit.setParentId(parent);
            }
            commit.setAuthor(new PersonIdent(DEVELOPER, now, ZoneOffset.UTC));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage(message + "\n");
            var id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private static void move(Repository repository, String branch, ObjectId commit) throws IOException {
        var update = repository.updateRef(branch);
        update.setNewObjectId(commit);
        switch (update.update()) {
            case NEW, FAST_FORWARD, NO_CHANGE -> {}
            default ->
                throw new IOException("The demo's own repository " + repository.getDirectory() + " cannot be written: "
                        + update.getResult());
        }
    }
}
