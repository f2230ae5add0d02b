package io.jenkins.plugins.branchgate.jenkins.checkout;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Job;
import hudson.model.Run;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.branchgate.model.CommitId;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.triggers.SCMTriggerItem;

/**
 * The repository a build is about.
 *
 * @param url its address
 * @param credentialsId the id of the credentials for it, or null
 * @param commit the commit the build works on, or null if the build has none checked out: the branch's tip is meant
 */
public record BuildSource(String url, String credentialsId, CommitId commit) {
    /**
     * The repository given, or else the one the build checked out, or else the one its multibranch job was made for.
     *
     * @param run the build
     * @param url given in the step, or null
     * @param credentialsId given in the step, or null for those of the checkout
     * @throws AbortException if neither is given and none, or more than one, was checked out; the message says what to do
     */
    public static BuildSource of(Run<?, ?> run, String url, String credentialsId) throws AbortException {
        String givenUrl = Util.fixEmptyAndTrim(url);
        String givenCredentials = Util.fixEmptyAndTrim(credentialsId);
        var checkout = givenUrl == null
                ? only(run)
                : checkouts(run).stream()
                        .filter(c -> c.isOf(givenUrl))
                        .findFirst()
                        .orElse(null);
        String credentials = givenCredentials != null || checkout == null ? givenCredentials : checkout.credentialsId();
        if (givenUrl != null) {
            return new BuildSource(givenUrl, credentials, checkout == null ? null : new CommitId(checkout.commit()));
        }
        return new BuildSource(checkout.url(), credentials, new CommitId(checkout.commit()));
    }

    private static List<Checkout> checkouts(Run<?, ?> run) {
        var action = run.getAction(CheckoutsAction.class);
        return action == null ? List.of() : action.checkouts();
    }

    private static Checkout only(Run<?, ?> run) throws AbortException {
        var checkouts = checkouts(run);
        if (checkouts.size() == 1) {
            return checkouts.get(0);
        }
        var multibranch = multibranch(run);
        if (checkouts.isEmpty()) {
            if (multibranch != null) {
                return multibranch;
            }
            throw new AbortException(
                    "This build has not checked out a Git repository, so it is not known what to deploy."
                            + " Check one out before this step (a Pipeline with 'checkout scm' or 'git', a freestyle job under"
                            + " Source Code Management), or give the step the repository's 'url'. Nothing was changed.");
        }
        var own = checkouts.stream().filter(c -> isOwn(run, multibranch, c)).toList();
        if (own.size() == 1) {
            return own.get(0);
        }
        throw new AbortException("This build checked out " + checkouts.size() + " Git repositories ("
                + checkouts.stream().map(Checkout::url).collect(Collectors.joining(", "))
                + "). Say which one is meant with the step's 'url'. Nothing was changed.");
    }

    private static boolean isOwn(Run<?, ?> run, Checkout multibranch, Checkout checkout) {
        if (multibranch != null) {
            return checkout.isOf(multibranch.url());
        }
        var item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(run.getParent());
        return item != null
                && item.getSCMs().stream()
                        .filter(GitSCM.class::isInstance)
                        .flatMap(scm -> ((GitSCM) scm).getUserRemoteConfigs().stream())
                        .anyMatch(remote -> remote.getUrl() != null && checkout.isOf(remote.getUrl()));
    }

    /** The revision a multibranch job was asked to build, whether or not it was checked out; null in other jobs. */
    private static Checkout multibranch(Run<?, ?> run) {
        Job<?, ?> job = run.getParent();
        if (!(SCMSource.SourceByItem.findSource(job) instanceof AbstractGitSCMSource source)) {
            return null;
        }
        return SCMRevisionAction.getRevision(source, run) instanceof AbstractGitSCMSource.SCMRevisionImpl revision
                ? new Checkout(source.getRemote(), source.getCredentialsId(), revision.getHash())
                : null;
    }
}
