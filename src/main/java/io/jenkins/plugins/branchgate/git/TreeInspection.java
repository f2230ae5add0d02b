package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Looks through a site's tree before anything is made of it. Whatever a checkout, a tar archive or a container could be
 * led astray by is refused with its path. Submodules are refused too: their content is in another repository, and a
 * site that silently lacks it would be tested and approved by mistake.
 */
final class TreeInspection {

    private static final int DEEPEST = 200;
    private static final int LONGEST_PATH = 4_000;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LINK = 4_000;
    private static final Pattern REFUSED_NAME = Pattern.compile("[\\\\\\p{Cntrl}]");

    private final Repository repository;
    private final CommitId commit;
    private final SiteFolder folder;
    private final ObjectChecker checker = new ObjectChecker()
            .setAllowLeadingZeroFileMode(true)
            .setSafeForMacOS(true)
            .setSafeForWindows(false);
    private final Map<String, String> links = new TreeMap<>();
    private final ReadLimits.Content bounds;
    private int entries;
    private long bytes;

    TreeInspection(Repository repository, CommitId commit, SiteFolder folder, ReadLimits.Content bounds) {
        this.repository = repository;
        this.commit = commit;
        this.folder = folder;
        this.bounds = bounds;
    }

    /** @throws GitException if the tree is not fit to deploy */
    void inspect(ObjectId tree) throws GitException, IOException {
        try (var reader = repository.newObjectReader()) {
            tree(reader, tree, "", 0);
        }
        if (entries == 0) {
            throw refused("", "there is no file in it");
        }
        var targets = new Symlinks(links);
        for (var link : links.entrySet()) {
            if (targets.leaves(link.getKey())) {
                throw refused(
                        link.getKey(),
                        "it is a symbolic link to " + InvalidValueException.printable(link.getValue())
                                + ", which leads out of the site's folder or in a circle, or through too many others");
            }
        }
    }

    private void tree(ObjectReader reader, ObjectId id, String parent, int depth) throws GitException, IOException {
        byte[] raw = reader.open(id, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE);
        try {
            checker.checkTree(id, raw);
        } catch (CorruptObjectException e) {
            throw refused(parent, "it has an entry that Git itself forbids (" + RemoteText.clean(e.getMessage()) + ")");
        }
        if (depth > DEEPEST) {
            throw refused(parent, "it is more than " + DEEPEST + " folders deep");
        }
        for (var at = new CanonicalTreeParser(new byte[0], reader, id); !at.eof(); at.next()) {
            byte[] bytes = new byte[at.getNameLength()];
            at.getName(bytes, 0);
            String name = name(bytes, parent);
            String path = parent.isEmpty() ? name : parent + "/" + name;
            if (bytes.length > LONGEST_NAME || path.length() > LONGEST_PATH) {
                throw refused(path, "its name is too long");
            }
            if (++entries > bounds.entries()) {
                throw refused("", "it has more than " + bounds.entries() + " files and folders");
            }
            entry(reader, at, path, depth);
        }
    }

    private void entry(ObjectReader reader, CanonicalTreeParser at, String path, int depth)
            throws GitException, IOException {
        FileMode mode = at.getEntryFileMode();
        if (mode == FileMode.TREE) {
            tree(reader, at.getEntryObjectId(), path, depth + 1);
        } else if (mode == FileMode.GITLINK) {
            throw refused(
                    path,
                    "it is a submodule, whose content is in another repository; put the files into this one, or deploy"
                            + " a folder without it");
        } else if (mode == FileMode.SYMLINK) {
            var target = reader.open(at.getEntryObjectId(), Constants.OBJ_BLOB);
            if (target.getSize() > LONGEST_LINK) {
                throw refused(path, "it is a symbolic link with a target of " + target.getSize() + " bytes");
            }
            if (links.size() == bounds.links()) {
                throw refused("", "it has more than " + bounds.links() + " symbolic links");
            }
            links.put(path, new String(target.getBytes(), StandardCharsets.UTF_8));
        } else {
            // A file counts as often as it is in the tree: whoever reads the site reads it as often.
            bytes += reader.getObjectSize(at.getEntryObjectId(), Constants.OBJ_BLOB);
            if (bytes > bounds.bytes()) {
                throw refused("", "its files have more than " + bounds.bytes() + " bytes together");
            }
        }
    }

    private String name(byte[] bytes, String parent) throws GitException {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(parent, "it has a file name that is not UTF-8");
        }
        if (REFUSED_NAME.matcher(name).find()) {
            throw refused(parent + "/" + name, "its name has a backslash or a control character");
        }
        return name;
    }

    private GitException refused(String path, String why) {
        String where = path.isEmpty() ? "" : InvalidValueException.printable(path) + " in ";
        return new GitException(
                Reason.CONTENT_REFUSED,
                "The site cannot be deployed because of " + where + "folder " + folder + " of commit "
                        + commit.abbreviated() + ": " + why + ". Nothing was changed. Correct it in the repository.");
    }
}
