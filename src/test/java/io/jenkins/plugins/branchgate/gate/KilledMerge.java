package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.GitCredentials;
import io.jenkins.plugins.branchgate.git.Remote;
import io.jenkins.plugins.branchgate.git.Signature;
import io.jenkins.plugins.branchgate.git.SiteRepository;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** A process that merges an approval, and is killed while it pushes. */
final class KilledMerge {

    static final GitCredentials PASSWORD = new GitCredentials.UserPassword("qa", "s3cret");

    private KilledMerge() {}

    /** @param args the folder of ledger and mirror, the remote's URL, the approval */
    public static void main(String[] args) throws Exception {
        merge(Path.of(args[0]), args[1], new ApprovalId(args[2]));
        System.out.println("survived");
    }

    /** With a realm that knows everybody. */
    static Gate gate(Ledger ledger) {
        return new Gate(
                ledger,
                Clock.systemUTC(),
                IdComparison.IGNORING_CASE,
                (approval, id) -> Optional.of(GateFixture.person(id)));
    }

    static void merge(Path folder, String url, ApprovalId approval) throws Exception {
        try (var ledger = Samples.open(folder.resolve("ledger.jsonl"), Clock.systemUTC());
                var repository = SiteRepository.open(folder.resolve("mirror"), new Remote(url, PASSWORD))) {
            gate(ledger)
                    .merge(approval, Merger.of(repository), new Signature("Branch Gate", "branch-gate@example.org"));
        }
    }
}
