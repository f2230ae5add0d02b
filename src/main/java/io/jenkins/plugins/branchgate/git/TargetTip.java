package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.TreeId;
import java.io.Serializable;

/**
 * Where a target branch is now, and what the merge would be there.
 *
 * @param expected the tip that was expected
 * @param tip the tip found
 * @param tree the whole repository's tree the merge would have on that tip
 */
public record TargetTip(CommitId expected, CommitId tip, TreeId tree) implements Serializable {}
