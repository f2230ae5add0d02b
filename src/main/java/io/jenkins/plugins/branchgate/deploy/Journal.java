package io.jenkins.plugins.branchgate.deploy;

import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.LedgerEvent;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import java.io.IOException;
import java.util.List;

/** The ledger as the Deployer writes it: some events at a time, as one unit. */
class Journal {

    private final Ledger ledger;

    Journal(Ledger ledger) {
        this.ledger = ledger;
    }

    LedgerView view() {
        return ledger.view();
    }

    /** @throws IOException if the ledger cannot be written; none of the events is in it then */
    void append(List<? extends LedgerEvent> events) throws IOException {
        ledger.append(events);
    }
}
