package io.jenkins.plugins.branchgate.bench;

import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.board.BoardJson;
import io.jenkins.plugins.branchgate.jenkins.board.EnvironmentFacts;
import io.jenkins.plugins.branchgate.jenkins.board.ShownHealth;
import io.jenkins.plugins.branchgate.jenkins.web.JsonText;
import io.jenkins.plugins.branchgate.ledger.LedgerView;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The board's JSON as a request for it makes it, from the ledger to the text. What only a Jenkins can do is left out: to
 * look up the job behind each build's URL and ask whether the viewer may read it.
 */
final class BoardText {
    /** As many as the board shows. */
    private static final int DECISIONS = 30;

    private static final ShownHealth HEALTHY =
            new ShownHealth(ShownHealth.State.HEALTHY, "Its container answers", Instant.EPOCH);

    private BoardText() {}

    static String of(SiteId site, LedgerView view) throws IOException {
        var environments = new ArrayList<BoardJson.EnvironmentJson>();
        for (var name : view.environments()) {
            var facts = EnvironmentFacts.read(view, name, deployment -> true).orElseThrow();
            view.refused(name); // the page's part of the same reading
            environments.add(BoardJson.EnvironmentJson.of(
                    site, "shop", "http://shop.example.com/", "shop/production", HEALTHY, facts));
        }
        var approvals = view.approvals(DECISIONS).stream()
                .map(approval -> ApprovalJson.of(site, approval, null))
                .toList();
        return JsonText.of(new BoardJson(approvals, environments, List.of()));
    }
}
