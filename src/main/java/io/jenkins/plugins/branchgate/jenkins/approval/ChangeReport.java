package io.jenkins.plugins.branchgate.jenkins.approval;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.source.Changes;
import io.jenkins.plugins.branchgate.source.FileChange;
import io.jenkins.plugins.branchgate.source.FileDiff;
import io.jenkins.plugins.branchgate.source.SiteRepository;
import io.jenkins.plugins.branchgate.source.SourceException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tested commit would bring to the target branch, bounded so that a page can show it.
 *
 * @param changes commits and files, counted in full, listed in part
 * @param files the listed files with their diffs
 */
public record ChangeReport(Changes changes, List<ShownFile> files) {

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

    /** Compares two commits of the mirror. */
    static ChangeReport read(SiteRepository repository, CommitId base, CommitId tested) throws SourceException {
        var changes = repository.changes(base, tested, MOST_COMMITS, MOST_FILES);
        var files = new ArrayList<ShownFile>();
        int shown = 0;
        for (FileChange file : changes.files()) {
            FileDiff diff = null;
            if (shown < MOST_CHARACTERS) {
                diff = repository.diff(base, tested, file, MOST_CHARACTERS_A_FILE);
                shown += diff.text().length();
            }
            files.add(new ShownFile(file, diff));
        }
        return new ChangeReport(changes, files);
    }
}
