package io.jenkins.plugins.branchgate.ledger;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was found wrong with a ledger, for people; also logged. A file damaged throughout does not flood either. */
final class Warnings {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int MOST = 50;

    private final Object ledger;
    private final List<String> texts = new ArrayList<>();
    private int more;

    /** @param ledger what to call the ledger in the log */
    Warnings(Object ledger) {
        this.ledger = ledger;
    }

    void add(String text) {
        if (texts.size() < MOST) {
            texts.add(text);
            LOG.warn("{}: {}", ledger, text);
        } else {
            more++;
        }
    }

    List<String> all() {
        var all = new ArrayList<>(texts);
        if (more > 0) {
            all.add("There is more: " + more + " further places are damaged.");
        }
        return List.copyOf(all);
    }
}
