package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.model.Approval;
import java.util.Optional;

/** The port to the security realm: who somebody is now, and what they may do. */
@FunctionalInterface
public interface PersonLookup {

    /**
     * A person who decided before, with the groups and permissions of now. May ask a network, so it is never called
     * while the ledger is locked.
     *
     * @param approval what they decided about
     * @param userId the id they had then
     * @return empty if the realm does not know them any more, or cannot tell now; their vote does not count then
     */
    Optional<Person> find(Approval approval, String userId);
}
