package io.jenkins.plugins.branchgate.jenkins.checkout;

import hudson.model.InvisibleAction;
import java.util.ArrayList;
import java.util.List;

/** The Git checkouts of a build in the order made, kept with the build. Safe from any thread. */
public class CheckoutsAction extends InvisibleAction {
    private final List<Checkout> checkouts = new ArrayList<>();

    synchronized void add(Checkout checkout) {
        checkouts.removeIf(c -> c.isOf(checkout.url()));
        checkouts.add(checkout);
    }

    /** One per repository, the latest; the repository checked out last is the last. */
    public synchronized List<Checkout> checkouts() {
        return List.copyOf(checkouts);
    }
}
