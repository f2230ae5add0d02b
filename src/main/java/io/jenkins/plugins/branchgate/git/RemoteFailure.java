package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/**
 * Tells people why an exchange with a remote failed. Works from exception types and HTTP statuses rather than from
 * texts.
 *
 * @param remote the remote
 * @param httpStatus the last HTTP status, 0 if there was none
 * @param hostRefused why the SSH host's key was refused, or null
 * @param deadline the exchange's time limit
 */
record RemoteFailure(Remote remote, int httpStatus, String hostRefused, Deadline deadline) {

    private static final String UNHARMED = " Nothing was changed.";

    GitException explain(Exception e) {
        var causes = causes(e);
        if (Thread.currentThread().isInterrupted() || has(causes, InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return new GitException(Reason.INTERRUPTED, "Stopped while talking to " + remote + ".", e);
        }
        if (deadline.isOver()) {
            return unreachable(
                    "the exchange took longer than the " + deadline.allowed().toSeconds() + " s allowed", e);
        }
        for (var cause : causes) {
            if (cause instanceof LimitExceededException || cause instanceof TooLargeObjectInPackException) {
                return new GitException(
                        Reason.TOO_LARGE,
                        remote + " sent too much: " + RemoteText.clean(cause.getMessage(), remote)
                                + ". The exchange was ended, nothing was changed.",
                        e);
            }
        }
        if (hostRefused != null) {
            return new GitException(
                    Reason.HOST_NOT_TRUSTED, remote + " is not trusted: " + hostRefused + "." + UNHARMED, e);
        }
        if (httpStatus == 401 || noMoreSshMethods(causes)) {
            return credentials(e);
        }
        if (httpStatus == 403) {
            return new GitException(
                    Reason.CREDENTIALS_REFUSED,
                    remote + " does not let " + visitor() + " in (403)." + UNHARMED
                            + " Give credentials that have the right to it.",
                    e);
        }
        if (remote.kind() == Remote.Kind.LOCAL && has(causes, NoRemoteRepositoryException.class)) {
            return LocalRemote.missing(remote, e);
        }
        if (has(causes, NoRemoteRepositoryException.class) || httpStatus == 404) {
            return new GitException(
                    Reason.REPOSITORY_MISSING,
                    "There is no repository at " + remote + ", or none that " + visitor() + " may see" + said(e) + "."
                            + UNHARMED + " Check the address and the credentials.",
                    e);
        }
        if (has(causes, SSLException.class)) {
            return new GitException(
                    Reason.HOST_NOT_TRUSTED,
                    remote + " is not trusted: its TLS certificate was not accepted" + said(last(causes)) + "."
                            + UNHARMED + " Add its authority to the Java trust store of this process.",
                    e);
        }
        return unreachable(why(causes), e);
    }

    private GitException credentials(Exception e) {
        String message;
        if (remote.credentials() instanceof GitCredentials.None) {
            message = remote + " asks for a user and password, and none were given." + UNHARMED
                    + " Give credentials for it.";
        } else if (remote.credentials() instanceof GitCredentials.UserPassword given) {
            message = remote + " refused the password (or token) of user " + shown(given.user()) + "." + UNHARMED
                    + " Correct the credentials.";
        } else {
            message = remote + " refused the SSH key given." + UNHARMED
                    + " Add its public half to the account there, or give another key.";
        }
        return new GitException(Reason.CREDENTIALS_REFUSED, message, e);
    }

    private GitException unreachable(String why, Exception e) {
        return new GitException(
                Reason.UNREACHABLE,
                remote + " could not be asked: " + why + ". Check the address and the network, then try again.",
                e);
    }

    private String why(List<Throwable> causes) {
        for (var cause : causes) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "its host name is not known";
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return "nothing answers there";
            }
            if (cause instanceof InterruptedIOException || cause instanceof TimeoutException) {
                return "it did not answer in time";
            }
        }
        String words = RemoteText.clean(last(causes).getMessage(), remote);
        String first = RemoteText.clean(causes.get(0).getMessage(), remote);
        if (words.isEmpty() || first.contains(words)) {
            return first.isEmpty() ? causes.get(0).getClass().getSimpleName() : first;
        }
        return first + " (" + words + ")";
    }

    private String visitor() {
        if (remote.credentials() instanceof GitCredentials.UserPassword given) {
            return "user " + shown(given.user());
        }
        return remote.credentials() instanceof GitCredentials.SshKey ? "this SSH key" : "everyone";
    }

    private String said(Throwable e) {
        String words = RemoteText.clean(e.getMessage(), remote);
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private String shown(String user) {
        return "\"" + RemoteText.clean(user, remote) + "\"";
    }

    private static boolean noMoreSshMethods(List<Throwable> causes) {
        return causes.stream()
                .anyMatch(c -> c instanceof SshException ssh
                        && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static Throwable last(List<Throwable> causes) {
        return causes.get(causes.size() - 1);
    }

    private static List<Throwable> causes(Throwable e) {
        var causes = new ArrayList<Throwable>();
        for (var cause = e; cause != null && causes.size() < 20; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
