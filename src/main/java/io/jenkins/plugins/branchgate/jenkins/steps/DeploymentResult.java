package io.jenkins.plugins.branchgate.jenkins.steps;

import io.jenkins.plugins.branchgate.model.Deployment;
import io.jenkins.plugins.branchgate.model.Phase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step that deployed gives the Pipeline.
 *
 * @param deployment its record
 * @param url where people find the site
 * @param millis from the call until visitors got the release; 0 if they had it already
 */
record DeploymentResult(Deployment deployment, String url, long millis) {

    /** From the call until visitors got the release of a deployment. */
    static long untilServing(Deployment deployment) {
        return deployment.phases().stream()
                .filter(phase -> phase.phase() == Phase.DRAIN)
                .findFirst()
                .map(drain ->
                        Duration.between(deployment.startedAt(), drain.at()).toMillis())
                .orElse(0L);
    }

    /** environment, url, commit, image, digest, release, replicas, durationMillis. */
    Map<String, Object> toMap() {
        var result = new LinkedHashMap<String, Object>();
        result.put("environment", deployment.environment().name().value());
        result.put("url", url);
        result.put("commit", deployment.commit().value());
        result.put("image", deployment.release().image().toString());
        result.put("digest", deployment.release().digest().toString());
        result.put("release", deployment.release().id().toString());
        result.put("replicas", deployment.environment().replicas());
        result.put("durationMillis", millis);
        return result;
    }
}
