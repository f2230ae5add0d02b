package io.jenkins.plugins.branchgate.jenkins;

import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/**
 * Finds the jobs and builds that the ledger names. A ledger names them as they were called when it was written: a job that
 * was renamed or moved since is found under its name of today, which is where permissions are asked for, and one that was
 * made later under the old name is another job.
 */
public final class Builds {

    private Builds() {}

    /**
     * The job whose build had that URL at that time; empty if it is gone, or is not for the calling user's eyes.
     *
     * @param then when the URL was written down
     */
    public static Optional<Job<?, ?>> job(String buildUrl, Instant then) {
        return address(buildUrl, then).flatMap(address -> named(address.job()));
    }

    /** True if the job whose build had that URL at that time does not exist any more, for anybody. */
    public static boolean isGone(String buildUrl, Instant then) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return job(buildUrl, then).isEmpty();
        }
    }

    /** The full name of today of the job whose build had that URL at that time, whether it exists or not. */
    public static Optional<String> jobName(String buildUrl, Instant then) {
        return address(buildUrl, then).map(BuildAddress::job);
    }

    /** True if that URL was that build's, under the name that its job had then. */
    public static boolean isOf(Run<?, ?> run, String buildUrl, Instant then) {
        return address(buildUrl, then)
                .filter(new BuildAddress(run.getParent().getFullName(), run.getNumber())::equals)
                .isPresent();
    }

    /** Another number whenever a job was renamed or moved, and {@link #jobName} may say something else. */
    public static int moves() {
        return RenamedJobs.get().count();
    }

    private static Optional<Job<?, ?>> named(String fullName) {
        try {
            return Optional.ofNullable((Job<?, ?>) Jenkins.get().getItemByFullName(fullName, Job.class));
        } catch (AccessDeniedException e) {
            // The user may know that it exists and no more, which is not enough here.
            return Optional.empty();
        }
    }

    private static Optional<BuildAddress> address(String buildUrl, Instant then) {
        return BuildAddress.parse(buildUrl)
                .map(address -> new BuildAddress(RenamedJobs.get().now(address.job(), then), address.number()));
    }

    /** The build's URL of today; null if it is no build's. */
    public static String url(String buildUrl, Instant then) {
        return address(buildUrl, then).map(address -> address.in(buildUrl)).orElse(null);
    }

    /** The build that had that URL; empty if it is gone, or is not for the calling user's eyes. */
    public static Optional<Run<?, ?>> build(String buildUrl, Instant then) {
        int number = BuildAddress.parse(buildUrl).map(BuildAddress::number).orElse(0);
        return job(buildUrl, then).map(job -> (Run<?, ?>) job.getBuildByNumber(number));
    }

    /** As {@link #build}, whoever calls: for work in the background. */
    public static Optional<Run<?, ?>> buildAsSystem(String buildUrl, Instant then) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return build(buildUrl, then);
        }
    }

    /** The build that had that URL or, if it was deleted, its job's latest; whoever calls. */
    public static Optional<Run<?, ?>> latestAsSystem(String buildUrl, Instant then) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return build(buildUrl, then).or(() -> job(buildUrl, then).map(job -> (Run<?, ?>) job.getLastBuild()));
        }
    }

    /** As {@link #job}, whoever calls. */
    public static Optional<Job<?, ?>> jobAsSystem(String buildUrl, Instant then) {
        try (var ignored = ACL.as2(ACL.SYSTEM2)) {
            return job(buildUrl, then);
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
