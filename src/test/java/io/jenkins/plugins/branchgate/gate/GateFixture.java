package io.jenkins.plugins.branchgate.gate;

import io.jenkins.plugins.branchgate.git.Commits;
import io.jenkins.plugins.branchgate.git.MergePreview;
import io.jenkins.plugins.branchgate.git.Signature;
import io.jenkins.plugins.branchgate.ledger.Ledger;
import io.jenkins.plugins.branchgate.ledger.Samples;
import io.jenkins.plugins.branchgate.model.Approval;
import io.jenkins.plugins.branchgate.model.ApprovalId;
import io.jenkins.plugins.branchgate.model.ApprovalState;
import io.jenkins.plugins.branchgate.model.ApprovalTerms;
import io.jenkins.plugins.branchgate.model.Approvers;
import io.jenkins.plugins.branchgate.model.Channel;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.MergeStrategy;
import io.jenkins.plugins.branchgate.model.RetestPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in which QA runs release 1, a clock that tests move, and a gate. */
abstract class GateFixture {

    static final CommitId TARGET = Samples.commit(900);
    static final CommitId MOVED = Samples.commit(901);
    static final Signature BRANCH_GATE = new Signature("Branch Gate", "branch-gate@example.org");
    static final Person QUINN = person("quinn");
    static final Person RAE = person("rae");
    static final Person DEV = new Person("dev", "Dev Eloper", Set.of("dev@example.org"), Set.of(), true);

    @TempDir
    Path folder;

    final Map<String, Optional<Person>> realm = new HashMap<>();
    Instant now = Samples.NOW;
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    Ledger ledger;
    Gate gate;

    @BeforeEach
    void openLedger() throws Exception {
        restart();
        Samples.deploy(ledger, 1, Samples.QA);
    }

    @AfterEach
    void closeLedger() throws Exception {
        ledger.close();
    }

    /** As after a crash: all that is left is the ledger's file. */
    void restart() throws Exception {
        if (ledger != null) {
            ledger.close();
        }
        ledger = Samples.open(folder.resolve("ledger.jsonl"), clock);
        gate = new Gate(ledger, clock, IdComparison.IGNORING_CASE, this::lookUp);
    }

    /** The security realm knows everybody, and each as they are, unless a test says otherwise. */
    Optional<Person> lookUp(Approval approval, String userId) {
        return realm.getOrDefault(userId, Optional.of(person(userId)));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static Person person(String id) {
        return new Person(id, id.substring(0, 1).toUpperCase() + id.substring(1), Set.of(), Set.of(), true);
    }

    static ApprovalTerms terms(Approvers approvers) {
        return new ApprovalTerms(
                approvers, List.of(), MergeStrategy.MERGE, RetestPolicy.IF_TREE_DIFFERS, null, null, null);
    }

    static ApprovalTerms terms(RetestPolicy retest) {
        return new ApprovalTerms(Approvers.ANYONE, List.of(), MergeStrategy.MERGE, retest, null, null, null);
    }

    static ApprovalTerms terms(Instant expiresAt, Instant remindAt) {
        return new ApprovalTerms(
                Approvers.ANYONE,
                List.of(),
                MergeStrategy.MERGE,
                RetestPolicy.IF_TREE_DIFFERS,
                expiresAt,
                remindAt,
                null);
    }

    static OpenRequest request(int release, ApprovalTerms terms) {
        return new OpenRequest(
                Samples.QA,
                Samples.DEVELOPER,
                Samples.MASTER,
                Samples.release(release),
                unmoved(),
                terms,
                Set.of("dev@example.org", "Dev Eloper"),
                "dev",
                "https://ci.example.org/job/site/1/");
    }

    Approval open(ApprovalTerms terms) throws Exception {
        return gate.open(request(1, terms));
    }

    Approval open() throws Exception {
        return open(ApprovalTerms.defaults());
    }

    /** Nothing moved since the opening. */
    static Pins unmoved() {
        return pins(TARGET, new MergePreview.Clean(Samples.tree(500)));
    }

    static Pins pins(CommitId target, MergePreview preview) {
        return new Pins(true, null, Samples.commit(1), true, 0, target, preview, Commits.NONE, null);
    }

    Approval approve(Approval approval, Person person) throws Exception {
        return gate.approve(approval.id(), person, null, List.of(), Channel.PAGE, unmoved());
    }

    Approval reject(Approval approval, Person person) throws Exception {
        return gate.reject(approval.id(), person, "The logo is gone", Channel.PAGE);
    }

    Approval now(ApprovalId id) {
        return ledger.view().approval(id).orElseThrow();
    }

    ApprovalState state(Approval approval) {
        return now(approval.id()).state();
    }
}
