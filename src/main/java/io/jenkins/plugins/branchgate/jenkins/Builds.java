package io.jenkins.plugins.branchgate.jenkins;

import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** Finds the jobs and builds that the ledger names. */
public final class Builds {

    private Builds() {}

    /** The job whose build has that URL; empty if it is gone, was renamed, or is not for the calling user's eyes. */
    public static Optional<Job<?, ?>> job(String buildUrl) {
        var address = BuildAddress.parse(buildUrl);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                    (Job<?, ?>) Jenkins.get().getItemByFullName(address.get().job(), Job.class));
        } catch (AccessDeniedException e) {
            // The user may know that it exists and no more, which is not enough here.
            return Optional.empty();
        }
    }

    /** The build of that URL; empty if it is gone, its job was renamed, or it is not for the calling user's eyes. */
    public static Optional<Run<?, ?>> build(String buildUrl) {
        int number = BuildAddress.parse(buildUrl).map(BuildAddress::number).orElse(0);
        return job(buildUrl).map(job -> (Run<?, ?>) job.getBuildByNumber(number));
    }

    /** As {@link #build}, whoever calls: for work in the background. */
    public static Optional<Run<?, ?>> buildAsSystem(String buildUrl) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return build(buildUrl);
        }
    }

    /** The build of that URL or, if it was deleted, its job's latest; whoever calls. */
    public static Optional<Run<?, ?>> latestAsSystem(String buildUrl) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return build(buildUrl).or(() -> job(buildUrl).map(job -> (Run<?, ?>) job.getLastBuild()));
        }
    }

    /** The latest build of the job of that full name; empty if it is gone, was renamed or never built; whoever calls. */
    public static Optional<Run<?, ?>> latestOfJobAsSystem(String fullName) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(fullName, Job.class);
            return job == null ? Optional.empty() : Optional.ofNullable((Run<?, ?>) job.getLastBuild());
        }
    }
}
