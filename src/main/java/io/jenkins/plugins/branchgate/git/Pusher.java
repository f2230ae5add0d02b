package io.jenkins.plugins.branchgate.git;

import io.jenkins.plugins.branchgate.git.GitException.Reason;
import io.jenkins.plugins.branchgate.model.BranchName;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** Pushes one commit to one branch, without force, only if the branch is where it is expected. */
final class Pusher {

    /** What git and its hosts say when another push holds the reference, or was faster by a hair. */
    private static final Pattern BUSY = Pattern.compile(
            "cannot lock ref|failed to update ref|failed to lock|fetch first"
                    + "|stale info|non-fast-forward|Unable to create '[^']*\\.lock'",
            Pattern.CASE_INSENSITIVE);

    private final Mirror mirror;
    private final Remote remote;
    private final Timeouts limits;
    private final HttpProxy proxy;

    Pusher(Mirror mirror, Remote remote, Timeouts limits, HttpProxy proxy) {
        this.mirror = mirror;
        this.remote = remote;
        this.limits = limits;
        this.proxy = proxy;
    }

    /**
     * Pushes once.
     *
     * @throws GitException if the remote was certainly not changed and another try would fail likewise: credentials
     *     refused, host not trusted, repository gone, interrupted before anything was sent
     */
    Answer push(ObjectId commit, BranchName into, ObjectId expected) throws GitException {
        try (var exchange = RemoteOperation.open(mirror, remote, limits, proxy)) {
            try {
                var hook = exchange.localHook();
                if (hook.isPresent()) {
                    return new Answer.Refused("the repository is on this machine and has the hook " + hook.get()
                            + ", and no hook ever runs here: give its http, https or ssh address, where its server"
                            + " runs it");
                }
                var update = new RemoteRefUpdate(
                        mirror.repository(), commit.name(), into.ref(), false, Mirror.refOf(into.value()), expected);
                return answer(exchange.transport().push(exchange.deadline(), List.of(update)), update);
            } catch (IOException | RuntimeException e) {
                return failed(exchange, e);
            }
        }
    }

    private Answer answer(PushResult result, RemoteRefUpdate update) {
        String words = words(update.getMessage(), result.getMessages());
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> new Answer.Taken();
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new Answer.TooLate(words);
            case REJECTED_OTHER_REASON ->
                BUSY.matcher(words).find() ? new Answer.TooLate(words) : new Answer.Refused(words);
            default -> new Answer.Unknown("the remote gave no answer for the branch");
        };
    }

    private Answer failed(RemoteOperation exchange, Exception e) throws GitException {
        if (exchange.httpStatus() == 403 || isNotPermitted(e)) {
            return new Answer.Refused(words(e.getMessage(), null));
        }
        if (isUnpackFailure(e)) {
            return new Answer.Refused(words(e.getMessage(), null));
        }
        var explained = exchange.explain(e);
        if (explained.reason() == Reason.UNREACHABLE || explained.reason() == Reason.TOO_LARGE) {
            return new Answer.Unknown(explained.getMessage());
        }
        throw explained;
    }

    private static boolean isNotPermitted(Exception e) {
        return e instanceof TransportException
                && e.getMessage() != null
                && e.getMessage().contains(JGitText.get().pushNotPermitted);
    }

    /** The remote read the whole push and could not or would not store it: full disk, size limit, failed check. */
    private static boolean isUnpackFailure(Exception e) {
        String start = JGitText.get().errorOccurredDuringUnpackingOnTheRemoteEnd.replaceFirst("\\{0}.*$", "");
        return e instanceof TransportException
                && !(e instanceof PackProtocolException)
                && e.getMessage() != null
                && e.getMessage().contains(start);
    }

    private String words(String status, String messages) {
        String said = (status == null ? "" : status.strip())
                + (messages == null || messages.isBlank() ? "" : "\n" + messages.strip());
        String words = RemoteText.clean(said, remote);
        return words.isEmpty() ? "(no reason given)" : words;
    }

    /** What a push came to. */
    sealed interface Answer {

        /** The branch has the commit. */
        record Taken() implements Answer {}

        /** The branch is not where it was expected, or somebody else was just writing it. */
        record TooLate(String words) implements Answer {}

        /** The remote said no, in these words. */
        record Refused(String words) implements Answer {}

        /** Nobody can tell whether the push arrived. */
        record Unknown(String why) implements Answer {}
    }
}
