package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.gate.AdmittedCommits;
import io.jenkins.plugins.branchgate.git.Changes;
import io.jenkins.plugins.branchgate.git.CommitInfo;
import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.FileChange;
import io.jenkins.plugins.branchgate.git.FileDiff;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an approval would bring, bounded so that a page can show it: what was let in last, compared with all that would be
 * there, wherever it comes from.
 *
 * @param base what was let in last, or, while nothing was, the target branch's tip
 * @param admitted true if the base was let in
 * @param tested the tested commit
 * @param changes commits and files, counted in full, listed in part
 * @param files the listed files with their diffs
 */
public record ChangeReport(CommitId base, boolean admitted, CommitInfo tested, Changes changes, List<ShownFile> files) {

    /** At most that many commits are listed. */
    static final int MOST_COMMITS = 50;

    /** At most that many files are listed. */
    static final int MOST_FILES = 100;

    /** A file's diff is cut there. */
    static final int MOST_CHARACTERS_A_FILE = 20_000;

    /** No further file is compared once that much was shown. */
    static final int MOST_CHARACTERS = 300_000;

    public ChangeReport {
        files = List.copyOf(files);
    }

    /**
     * For an approval that is open.
     *
     * @param target the target branch's tip
     */
    static ChangeReport open(SiteRepository repository, Approval approval, AdmittedCommits admitted, CommitId target)
            throws GitException {
        var tested = approval.release().commit();
        var commits = admitted.brought(repository, tested, target, MOST_COMMITS);
        var preview = repository.preview(tested, target, approval.terms().strategy());
        // Where there is nothing to merge, the tested commit itself is what is let in.
        var tree = preview instanceof MergePreview.Clean clean ? clean.tree() : repository.rootTree(tested);
        var base = admitted.base(repository, tested, target).orElse(null);
        return of(repository, base, target, tested, commits, tree);
    }

    /** For an approval that ended: as it was when it was opened. */
    static ChangeReport ended(SiteRepository repository, Approval approval) throws GitException {
        var tested = approval.release().commit();
        var target = approval.targetTip();
        var before = approval.admitted() == null ? List.of(target) : List.of(target, approval.admitted());
        var commits = repository.commitsWithout(Set.of(tested), before, MOST_COMMITS);
        var preview = repository.preview(tested, target, approval.terms().strategy());
        var tree = preview instanceof MergePreview.Clean clean ? clean.tree() : repository.rootTree(tested);
        return of(repository, approval.admitted(), target, tested, commits, tree);
    }

    private static ChangeReport of(
            SiteRepository repository, CommitId latest, CommitId target, CommitId tested, Commits commits, TreeId tree)
            throws GitException {
        boolean admitted = latest != null && repository.has(latest);
        var base = admitted ? latest : target;
        var before = repository.rootTree(base);
        var compared = repository.compare(before, tree, MOST_FILES);
        return new ChangeReport(
                base,
                admitted,
                repository.commit(tested),
                new Changes(commits.listed(), commits.count(), compared.files(), compared.fileCount()),
                diffs(repository, before, tree, compared.files(), MOST_CHARACTERS));
    }

    /** Files with their diffs, the latter up to a number of characters in all. */
    static List<ShownFile> diffs(
            SiteRepository repository, TreeId before, TreeId after, List<FileChange> changes, int mostCharacters)
            throws GitException {
        var files = new ArrayList<ShownFile>();
        int shown = 0;
        for (FileChange file : changes) {
            FileDiff diff = null;
            if (shown < mostCharacters) {
                diff = repository.diff(before, after, file, MOST_CHARACTERS_A_FILE);
                shown += diff.text().length();
            }
            files.add(new ShownFile(file, diff));
        }
        return files;
    }

    static int characters(List<ShownFile> files) {
        return files.stream()
                .mapToInt(file -> file.diff() == null ? 0 : file.diff().text().length())
                .sum();
    }
}
