package io.jenkins.plugins.branchgate.ledger;

import io.jenkins.plugins.branchgate.model.Admission;
import io.jenkins.plugins.branchgate.model.CommitId;
import io.jenkins.plugins.branchgate.model.DeploymentId;
import io.jenkins.plugins.branchgate.model.Environment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The deployments of one environment, in order, and which of them it runs. */
final class EnvironmentTrack {

    private final List<DeploymentId> order;
    private final Set<DeploymentId> unfinished;
    private final Set<CommitId> ran;
    private final Set<CommitId> admitted;
    private Environment settings;
    private DeploymentId current;
    private boolean present;
    private boolean inDoubt;
    private int doubtedBefore;

    EnvironmentTrack() {
        this(new ArrayList<>(), new LinkedHashSet<>(), new HashSet<>(), new HashSet<>());
    }

    private EnvironmentTrack(
            List<DeploymentId> order, Set<DeploymentId> unfinished, Set<CommitId> ran, Set<CommitId> admitted) {
        this.order = order;
        this.unfinished = unfinished;
        this.ran = ran;
        this.admitted = admitted;
    }

    EnvironmentTrack copy() {
        var copy = new EnvironmentTrack(
                new ArrayList<>(order), new LinkedHashSet<>(unfinished), new HashSet<>(ran), new HashSet<>(admitted));
        copy.settings = settings;
        copy.current = current;
        copy.present = present;
        copy.inDoubt = inDoubt;
        copy.doubtedBefore = doubtedBefore;
        return copy;
    }

    /** The settings given, as the object kept for the deployment before if they are equal: thousands share one. */
    Environment settings(Environment given) {
        if (!given.equals(settings)) {
            settings = given;
        }
        return settings;
    }

    void opened(DeploymentId deployment) {
        order.add(deployment);
        unfinished.add(deployment);
        present = true;
    }

    void finished(DeploymentId deployment) {
        unfinished.remove(deployment);
    }

    /** The later phases of an older deployment do not bring it back in front of a newer one that switched already. */
    void switched(DeploymentId deployment, CommitId commit, Admission admission) {
        ran.add(commit);
        switch (admission) {
            case APPROVED, INITIAL, OVERRIDE -> admitted.add(commit);
            // An open gate says nothing of a commit, and what was known before counts by how it came in first.
            case OPEN, KNOWN -> {}
        }
        if (current == null || isNewer(deployment, current)) {
            current = deployment;
        }
        if (inDoubt && order.subList(doubtedBefore, order.size()).contains(deployment)) {
            inDoubt = false;
        }
    }

    /**
     * A part of the ledger is damaged: what ran before it admits nothing any more, and whether something else runs by
     * now is not known until a later deployment has switched.
     */
    void doubt() {
        ran.clear();
        admitted.clear();
        inDoubt = true;
        doubtedBefore = order.size();
    }

    boolean isInDoubt() {
        return inDoubt;
    }

    private boolean isNewer(DeploymentId one, DeploymentId other) {
        for (int i = order.size() - 1; i >= 0; i--) {
            if (order.get(i).equals(other)) {
                return false;
            }
            if (order.get(i).equals(one)) {
                return true;
            }
        }
        return false;
    }

    void removed() {
        current = null;
        unfinished.clear();
        present = false;
        inDoubt = false;
    }

    /** What ran until now ran under somebody else, and says nothing about what may run. */
    void forgetRuns() {
        ran.clear();
        admitted.clear();
    }

    boolean isPresent() {
        return present;
    }

    DeploymentId current() {
        return current;
    }

    DeploymentId inProgress() {
        DeploymentId newest = null;
        for (var deployment : unfinished) {
            newest = deployment;
        }
        return newest;
    }

    List<DeploymentId> newest(int most) {
        var newest = new ArrayList<DeploymentId>(Math.min(Math.max(most, 0), order.size()));
        for (int i = order.size() - 1; i >= 0 && newest.size() < most; i--) {
            newest.add(order.get(i));
        }
        return newest;
    }

    boolean everRan() {
        return !ran.isEmpty();
    }

    Set<CommitId> admitted() {
        return Collections.unmodifiableSet(admitted);
    }

    boolean ran(CommitId commit) {
        return ran.contains(commit);
    }
}
