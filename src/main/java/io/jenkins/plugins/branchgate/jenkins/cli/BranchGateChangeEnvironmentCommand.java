package io.jenkins.plugins.branchgate.jenkins.cli;

import hudson.Extension;
import hudson.cli.CLICommand;
import io.jenkins.plugins.branchgate.gate.NotAdmittedException;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.board.EnvironmentChange;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.args4j.Argument;

/**
 * {@code branch-gate-change-environment}: moves an environment to another owner or target, or changes the terms that its steps
 * cannot. Exit code 0 if it is as asked, 3 if a value is refused, 4 if the address is another environment's, 6 if the caller
 * may not.
 */
@Extension
public class BranchGateChangeEnvironmentCommand extends CLICommand {

    private static final int REFUSED = 3;
    private static final int CONFLICT = 4;

    @Argument(index = 0, metaVar = "SITE", required = true, usage = "The site's id, as the board's JSON has it")
    public String site;

    @Argument(index = 1, metaVar = "ENVIRONMENT", required = true, usage = "The environment's name")
    public String environment;

    @Argument(
            index = 2,
            metaVar = "NAME=VALUE",
            required = true,
            multiValued = true,
            usage = "What to change, for example owner=team/shop, target=production-engine or gate=approved")
    public List<String> changes = new ArrayList<>();

    @Override
    public String getShortDescription() {
        return Messages.BranchGateChangeEnvironmentCommand_ShortDescription();
    }

    @Override
    protected int run() throws IOException {
        try {
            stdout.println(EnvironmentChange.apply(
                    new SiteId(site),
                    new EnvironmentName(environment),
                    EnvironmentChange.parse(String.join("\n", changes))));
            return 0;
        } catch (InvalidValueException e) {
            stderr.println(e.getMessage());
            return REFUSED;
        } catch (NotAdmittedException e) {
            stderr.println(e.getMessage());
            return CONFLICT;
        }
    }
}
