package io.jenkins.plugins.branchgate.demo;

import io.jenkins.plugins.branchgate.gate.AdmittedCommits;
import io.jenkins.plugins.branchgate.gate.Gate;
import io.jenkins.plugins.branchgate.gate.GateException;
import io.jenkins.plugins.branchgate.gate.Merger;
import io.jenkins.plugins.branchgate.gate.OpenRequest;
import io.jenkins.plugins.branchgate.gate.Person;
import io.jenkins.plugins.branchgate.gate.Pins;
import io.jenkins.plugins.branchgate.git.Changes;
import io.jenkins.plugins.branchgate.git.GitException;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.git.Signature;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Environment;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The decision: what it is about, the answer, and the merge it brings. */
final class Approving {

    private static final int SHOWN = 10;
    private static final Person QA = new Person("qa-at-the-terminal", "QA at the terminal", Set.of(), Set.of(), true);
    private static final Signature SIGNATURE = new Signature("Branch Gate", "branch-gate@localhost");

    private final Gate gate;
    private final Ledger ledger;
    private final SiteRepository repository;
    private final Terminal terminal;
    private final Addresses addresses;
    private final Clock clock;

    Approving(
            Gate gate, Ledger ledger, SiteRepository repository, Terminal terminal, Addresses addresses, Clock clock) {
        this.gate = gate;
        this.ledger = ledger;
        this.repository = repository;
        this.terminal = terminal;
        this.addresses = addresses;
        this.clock = clock;
    }

    /**
     * Opens an approval, shows it, asks, and merges if the answer is yes.
     *
     * @return the approval: merged, failed, rejected, or pending if nobody decided
     */
    Approval run(Deployment tested, Environment qa, Environment production, boolean yes)
            throws GateException, GitException, IOException {
        var commit = tested.release().commit();
        var terms = ApprovalTerms.defaults();
        var view = ledger.view();
        var pins = Pins.atOpening(repository, view, commit, qa.branch(), production.branch(), terms.strategy());
        var target = pins.targetTip();
        var changes = repository.changes(target, commit, SHOWN, SHOWN);
        var approval = gate.open(new OpenRequest(
                qa.name(),
                qa.branch(),
                production.branch(),
                tested.release(),
                pins,
                terms,
                AdmittedCommits.into(production.branch(), view).people(repository, commit, target),
                Deployments.STARTED_BY,
                null));
        show(approval, changes, pins.preview(), qa);
        return decide(approval, qa, yes);
    }

    private void show(Approval approval, Changes changes, MergePreview preview, Environment qa) {
        terminal.heading("Approval %s: %s into %s", approval.id(), approval.from(), approval.into());
        terminal.line("  tested   %s at %s", approval.release().commit().abbreviated(), addresses.url(qa));
        terminal.line("  image    %s", approval.release().digest());
        terminal.line("  commits  %d", changes.commitCount());
        for (var commit : changes.commits()) {
            terminal.line(
                    "    %s %s (%s)",
                    commit.id().abbreviated(),
                    Terminal.foreign(commit.subject()),
                    Terminal.foreign(commit.author().name()));
        }
        more(changes.commitsBeyond());
        terminal.line("  files    %d", changes.fileCount());
        for (var file : changes.files()) {
            terminal.line("    %-8s %s", file.kind().name().toLowerCase(Locale.ROOT), Terminal.foreign(file.path()));
        }
        more(changes.filesBeyond());
        terminal.line("  merge    %s", words(preview, approval.targetTip()));
    }

    private void more(int count) {
        if (count > 0) {
            terminal.line("    and %d more", count);
        }
    }

    private static String words(MergePreview preview, CommitId target) {
        if (preview instanceof MergePreview.Conflicting conflicting) {
            return "conflicts in " + Terminal.foreign(String.join(", ", conflicting.files()));
        }
        if (preview instanceof MergePreview.NothingToMerge) {
            return "nothing to merge, " + target.abbreviated() + " has it already; production is deployed all the same";
        }
        return preview instanceof MergePreview.Clean
                ? "without conflicts onto " + target.abbreviated()
                : "not possible: the branches have no commit in common";
    }

    private Approval decide(Approval approval, Environment qa, boolean yes)
            throws GateException, GitException, IOException {
        while (true) {
            String answer =
                    yes ? "a" : terminal.ask("Approve, reject or quit? [a/r/q]").orElse("q");
            switch (answer) {
                case "a", "A", "approve" -> {
                    return approve(approval, qa);
                }
                case "r", "R", "reject" -> {
                    String reason =
                            terminal.ask("Why?").filter(text -> !text.isEmpty()).orElse("No reason given.");
                    var rejected = gate.reject(approval.id(), QA, reason, Channel.TERMINAL);
                    terminal.line("Rejected. Nothing was merged; production is as it was.");
                    return rejected;
                }
                case "q", "Q", "quit" -> {
                    terminal.line(
                            "Nothing was decided: the approval stays open until the next demo. Production is as it"
                                    + " was.");
                    return approval;
                }
                default -> terminal.line("Please answer a, r or q.");
            }
        }
    }

    private Approval approve(Approval approval, Environment qa) throws GateException, GitException, IOException {
        String answer = addresses.answer(qa);
        var pins = Pins.look(repository, ledger.view(), approval, addresses.isHealthy(qa), answer);
        gate.approve(approval.id(), QA, null, List.of(), Channel.TERMINAL, pins);
        terminal.line("Approved by %s", QA.name());
        long began = System.nanoTime();
        var merged = gate.merge(approval.id(), Merger.of(repository), SIGNATURE);
        long took = (System.nanoTime() - began) / 1_000_000;
        if (merged.mergeCommit() != null) {
            terminal.line(
                    "  %-8s%,7d ms  %s is now %s",
                    "MERGE", took, merged.into(), merged.mergeCommit().abbreviated());
            terminal.line("  %s", Terminal.foreign(merged.ended()));
        }
        return merged;
    }

    /** The one who may approve here. */
    static Optional<Person> lookUp(Approval approval, String userId) {
        return userId.equals(QA.id()) ? Optional.of(QA) : Optional.empty();
    }
}
