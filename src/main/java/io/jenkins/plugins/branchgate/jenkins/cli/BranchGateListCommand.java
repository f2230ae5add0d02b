package io.jenkins.plugins.branchgate.jenkins.cli;

import hudson.Extension;
import hudson.cli.CLICommand;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.Builds;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kohsuke.args4j.Option;

/**
 * {@code branch-gate-list}: one approval a line, with tabs between id, state, environment, branches, commit and build. What
 * the caller may not read is left out. Exit code 0, also when the list is empty.
 */
@Extension
public class BranchGateListCommand extends CLICommand {

    private static final int MOST = 100;

    @Option(name = "--all", usage = "Also those that are decided, the latest " + MOST + " of each site")
    public boolean all;

    @Option(name = "--json", usage = "Print a JSON list, as the REST interface has it")
    public boolean json;

    @Override
    public String getShortDescription() {
        return Messages.BranchGateListCommand_ShortDescription();
    }

    @Override
    protected int run() throws IOException {
        var approvals = read();
        if (json) {
            stdout.println(Json.text(approvals));
            return 0;
        }
        for (var each : approvals) {
            stdout.println(String.join(
                    "\t",
                    each.id(),
                    each.state(),
                    each.environment(),
                    each.from() + " -> " + each.into(),
                    each.commit(),
                    each.buildUrl()));
        }
        return 0;
    }

    private List<ApprovalJson> read() throws IOException {
        var shown = new ArrayList<ApprovalJson>();
        for (var site : BranchGate.get().ledgers().open().entrySet()) {
            var view = site.getValue().view();
            for (var approval : all ? view.approvals(MOST) : view.open()) {
                if (Builds.job(approval.buildUrl(), approval.openedAt()).isPresent()) {
                    shown.add(ApprovalJson.of(site.getKey(), approval));
                }
            }
        }
        shown.sort(Comparator.comparing(ApprovalJson::openedAt));
        return shown;
    }
}
