package io.jenkins.plugins.branchgate.deploy;

import java.util.Optional;

/** A place in the line before one environment. Whoever joins must wait for the outcome and then close it. */
final class Ticket implements Turn {

    private final Line line;
    private final DeployRequest request;
    private DeployRequest overtakenBy;
    private boolean closed;

    /** @param request what is to be deployed, null for anything else; guarded, like all state here, by the line */
    Ticket(Line line, DeployRequest request) {
        this.line = line;
        this.request = request;
    }

    /**
     * Waits until it is this ticket's turn.
     *
     * @return empty when the turn has come; otherwise the later request that made this one pointless
     * @throws InterruptedException if the waiting thread is interrupted; the ticket is closed then
     */
    Optional<DeployRequest> await() throws InterruptedException {
        synchronized (line) {
            try {
                while (overtakenBy == null && !line.isFirst(this)) {
                    line.wait();
                }
            } catch (InterruptedException e) {
                close();
                throw e;
            }
            return Optional.ofNullable(overtakenBy);
        }
    }

    /** True if nobody is before it. */
    boolean isFirst() {
        synchronized (line) {
            return line.isFirst(this);
        }
    }

    /** True if a later request makes this one pointless: both bring a release, the later one counts. */
    boolean yieldsTo(DeployRequest later) {
        return request != null && Line.bringsRelease(request) && Line.bringsRelease(later);
    }

    void overtake(DeployRequest by) {
        overtakenBy = by;
    }

    @Override
    public void close() {
        synchronized (line) {
            if (!closed) {
                closed = true;
                line.leave(this);
            }
        }
    }
}
