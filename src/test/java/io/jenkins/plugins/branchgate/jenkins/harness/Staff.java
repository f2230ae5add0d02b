package io.jenkins.plugins.branchgate.jenkins.harness;

import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.branchgate.jenkins.BranchGatePermissions;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The people of these tests and what they may do. Their passwords are their names. */
final class Staff {
    /** May administer. */
    static final String ADMIN = "ada";
    /** May build, configure and abort jobs, and not approve. */
    static final String DEVELOPER = "dan";
    /** May look. */
    static final String READER = "rita";
    /** May look and approve. */
    static final String APPROVER = "quinn";
    /** May look and approve, too. */
    static final String OTHER_APPROVER = "quentin";

    /** May log in, and see no job. */
    static final String STRANGER = "sam";

    private Staff() {}

    /** Lets nobody in but these. */
    static void employ(JenkinsRule jenkins) {
        var realm = jenkins.createDummySecurityRealm();
        realm.addGroups(APPROVER, "qa-team");
        jenkins.jenkins.setSecurityRealm(realm);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMIN)
                .grant(Jenkins.READ)
                .everywhere()
                .to(STRANGER)
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to(DEVELOPER, READER, APPROVER, OTHER_APPROVER)
                .grant(Item.BUILD, Item.CANCEL, Item.CONFIGURE, Item.EXTENDED_READ, Run.DELETE)
                .everywhere()
                .to(DEVELOPER)
                .grant(BranchGatePermissions.APPROVE)
                .everywhere()
                .to(APPROVER, OTHER_APPROVER));
    }
}
