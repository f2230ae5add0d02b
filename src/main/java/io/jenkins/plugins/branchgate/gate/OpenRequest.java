package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.BranchName;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.Release;
import io.jenkins.plugins.branchgate.model.SafeText;
import java.io.Serializable;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new approval is to be about.
 *
 * @param environment where QA tests
 * @param from the branch the tested commit came from
 * @param into the branch it is to enter
 * @param release what that environment runs now
 * @param pins how both branches stand now
 * @param terms who may decide, and how
 * @param authors e-mail addresses, names and known user ids of all who made the change, see {@link AdmittedCommits#people}
 * @param startedBy user id of the person who started the build, or null
 * @param buildUrl the page of the build that asks, or null
 */
public record OpenRequest(
        EnvironmentName environment,
        BranchName from,
        BranchName into,
        Release release,
        Pins pins,
        ApprovalTerms terms,
        Set<String> authors,
        String startedBy,
        String buildUrl)
        implements Serializable {

    private static final int MOST_CHECKS = 30;
    private static final int LONGEST_CHECK = 500;
    private static final int LONGEST_MESSAGE = 4_000;
    private static final int MOST_AUTHORS = 2_000;
    private static final int LONGEST_AUTHOR = 300;

    /** @throws InvalidValueException if source and target are one, the terms can never be met, or a text is too long */
    public OpenRequest {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(into, "into");
        Objects.requireNonNull(release, "release");
        Objects.requireNonNull(pins, "pins");
        Objects.requireNonNull(terms, "terms");
        authors = authors == null
                ? Set.of()
                : authors.stream()
                        .map(author -> SafeText.cut(author, LONGEST_AUTHOR))
                        .collect(Collectors.toUnmodifiableSet());
        if (authors.size() > MOST_AUTHORS) {
            // leaving some out would let them approve their own change
            throw new InvalidValueException(
                    "number of authors",
                    Integer.toString(authors.size()),
                    "at most " + MOST_AUTHORS + " in one approval");
        }
        if (terms.message() != null && terms.message().length() > LONGEST_MESSAGE) {
            throw new InvalidValueException("message", terms.message(), "at most " + LONGEST_MESSAGE + " characters");
        }
        if (from.equals(into)) {
            throw new InvalidValueException("target branch", into.value(), "another branch than the source, " + from);
        }
        var approvers = terms.approvers();
        for (var list : approvers.lists()) {
            if (list.groups().isEmpty() && approvers.quorum() > list.users().size()) {
                throw new InvalidValueException(
                        "quorum",
                        Integer.toString(approvers.quorum()),
                        "at most the number of users named, " + list.users().size());
            }
        }
        if (terms.checks().size() > MOST_CHECKS) {
            throw new InvalidValueException(
                    "number of required checks", Integer.toString(terms.checks().size()), "at most " + MOST_CHECKS);
        }
        for (var check : terms.checks()) {
            if (check.isBlank() || check.length() > LONGEST_CHECK) {
                throw new InvalidValueException("required check", check, "1 to " + LONGEST_CHECK + " characters");
            }
        }
        if (terms.remindAt() != null
                && terms.expiresAt() != null
                && !terms.remindAt().isBefore(terms.expiresAt())) {
            throw new InvalidValueException(
                    "reminder time", terms.remindAt().toString(), "a time before the expiry, " + terms.expiresAt());
        }
    }
}
