package io.jenkins.plugins.branchgate.jenkins.cli;

import hudson.cli.CLICommand;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalJson;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalReference;
import io.jenkins.plugins.branchgate.jenkins.approval.ApprovalService;
import io.jenkins.plugins.branchgate.jenkins.approval.DecisionRefusedException;
import io.jenkins.plugins.branchgate.jenkins.web.Json;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.IOException;
import java.util.Locale;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

/**
 * What the commands that decide have in common. The exit code says what happened: 0 it was decided; 3 no such approval,
 * or something required is missing; 4 it was decided already, or things changed since it was tested; 6 the person may
 * not; 16 the repository or the disk does not answer. The reason is on standard error.
 */
abstract class DecisionCommand extends CLICommand {

    private static final int INCOMPLETE = 3;
    private static final int CONFLICT = 4;
    private static final int NOT_ALLOWED = 6;
    private static final int UNAVAILABLE = 16;

    @Argument(metaVar = "APPROVAL", required = true, usage = "Id of the approval, as branch-gate-list shows it")
    public String approval;

    @Option(
            name = "--comment",
            metaVar = "TEXT",
            usage = "What you saw, or why; required for a rejection and for accepting a commit")
    public String comment;

    @Option(name = "--json", usage = "Print the approval as JSON, as the REST interface has it")
    public boolean json;

    /** Takes the decision as the calling user. */
    protected abstract Approval decide(ApprovalService desk, Run<?, ?> run, ApprovalReference asked)
            throws DecisionRefusedException;

    @Override
    protected int run() throws IOException {
        try {
            var found = KnownApproval.find(new ApprovalId(approval));
            if (found.isEmpty()) {
                stderr.println("There is no approval " + approval + " that you may see. Nothing was decided;"
                        + " branch-gate-list shows those that wait.");
                return INCOMPLETE;
            }
            var after =
                    decide(ApprovalService.get(), found.get().run(), found.get().asked());
            stdout.println(
                    json
                            ? Json.text(ApprovalJson.of(found.get().asked().site(), after))
                            : after.id() + " " + after.state().name().toLowerCase(Locale.ROOT));
            return 0;
        } catch (InvalidValueException e) {
            stderr.println(e.getMessage());
            return INCOMPLETE;
        } catch (DecisionRefusedException e) {
            stderr.println(e.getMessage());
            return switch (e.kind()) {
                case NOT_ALLOWED -> NOT_ALLOWED;
                case INCOMPLETE, TOO_LARGE, UNKNOWN -> INCOMPLETE;
                case CONFLICT -> CONFLICT;
                case UNAVAILABLE -> UNAVAILABLE;
            };
        }
    }
}
