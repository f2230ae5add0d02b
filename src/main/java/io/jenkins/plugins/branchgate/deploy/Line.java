package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.model.DeploymentKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Those who want to change one environment, in the order they asked. The first has the turn. A request for a release
 * takes the place of those before it that still wait with another release; a scaling neither overtakes nor is overtaken.
 */
final class Line {

    private final Deque<Ticket> tickets = new ArrayDeque<>();

    /** Joins at the end; null stands for work that is no deployment. */
    synchronized Ticket join(DeployRequest request) {
        var ticket = new Ticket(this, request);
        if (request != null) {
            overtakeWaiting(request);
        }
        tickets.addLast(ticket);
        return ticket;
    }

    private void overtakeWaiting(DeployRequest request) {
        Iterator<Ticket> waiting = tickets.iterator();
        if (waiting.hasNext()) {
            waiting.next();
        }
        while (waiting.hasNext()) {
            var ticket = waiting.next();
            if (ticket.yieldsTo(request)) {
                ticket.overtake(request);
                waiting.remove();
            }
        }
        notifyAll();
    }

    /** Joins only if nobody has the turn or waits for it. */
    synchronized Optional<Ticket> joinIfEmpty() {
        return tickets.isEmpty() ? Optional.of(join(null)) : Optional.empty();
    }

    boolean isFirst(Ticket ticket) {
        return tickets.peekFirst() == ticket;
    }

    void leave(Ticket ticket) {
        tickets.remove(ticket);
        notifyAll();
    }

    static boolean bringsRelease(DeployRequest request) {
        return request.kind() != DeploymentKind.SCALE;
    }
}
