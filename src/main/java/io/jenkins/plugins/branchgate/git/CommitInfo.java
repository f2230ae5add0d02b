package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * A commit as it is shown to people. Its texts come from whoever made the commit and are to be treated as hostile.
 *
 * @param id its id
 * @param parents its parents in order
 * @param tree the tree of the whole repository
 * @param author who wrote it
 * @param committer who committed it
 * @param authoredAt when it was written, as the author claims
 * @param committedAt when it was committed, as the committer claims
 * @param subject the first paragraph of the message on one line, cut at 200 characters
 * @param message the whole message, cut at 20,000 characters
 */
public record CommitInfo(
        CommitId id,
        List<CommitId> parents,
        TreeId tree,
        Signature author,
        Signature committer,
        Instant authoredAt,
        Instant committedAt,
        String subject,
        String message)
        implements Serializable {

    public CommitInfo {
        parents = List.copyOf(parents);
    }
}
