package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import java.time.Instant;
import java.util.Objects;

/**
 * An order to bring a tested commit into a branch of the remote. The same order makes the same commit on the same tip,
 * to the bit, so that an order repeated after a crash or a lost connection cannot merge twice.
 *
 * @param tested the commit QA tested
 * @param into the branch that gets it
 * @param strategy how
 * @param message the new commit's message; a {@code QA-Tested-Commit:} trailer is added to it
 * @param author who the new commit is by, and who commits it
 * @param when the new commit's time, to the second
 * @param expectedTarget the target's tip when the merge was previewed
 * @param judge asked for each tip found, once, before anything is made on it; called with the mirror locked, so it may
 *     read it and not fetch
 * @param attempts how often to try in all when others push to the target at the same time, 1 to 20
 */
public record MergeRequest(
        CommitId tested,
        BranchName into,
        MergeStrategy strategy,
        String message,
        Signature author,
        Instant when,
        CommitId expectedTarget,
        Judge judge,
        int attempts) {

    /** Whether the merge may be made onto a tip of the target. */
    @FunctionalInterface
    public interface Judge {
        TipCheck of(TargetTip target) throws GitException;
    }

    /** @throws InvalidValueException if the number of attempts is out of its range */
    public MergeRequest {
        Objects.requireNonNull(tested, "tested");
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(expectedTarget, "expectedTarget");
        Objects.requireNonNull(judge, "judge");
        if (attempts < 1 || attempts > 20) {
            throw new InvalidValueException("number of merge attempts", String.valueOf(attempts), "1 to 20");
        }
    }
}
