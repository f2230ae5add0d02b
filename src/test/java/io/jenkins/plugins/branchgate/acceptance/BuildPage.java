package io.jenkins.plugins.branchgate.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * One build, looked at over HTTP.
 *
 * @param api who looks
 * @param path the build's path below Jenkins' address, ending in a slash
 */
record BuildPage(JenkinsApi api, String path) {

    /** Waits until the job has a build that is newer than the number given. */
    static BuildPage next(JenkinsApi api, String job, int after) throws Exception {
        int number = Await.value(
                "a build of " + job + " after #" + after,
                () -> {
                    JsonNode page = api.json(job, "lastBuild[number]");
                    int last = page == null
                            ? 0
                            : page.path("lastBuild").path("number").asInt(0);
                    return last > after ? Optional.of(last) : Optional.empty();
                },
                () -> api.get(job + "api/json").body());
        return new BuildPage(api, job + number + "/");
    }

    /** The number of the job's newest build, 0 if it has none. */
    static int newest(JenkinsApi api, String job) throws IOException, InterruptedException {
        JsonNode page = api.json(job, "lastBuild[number]");
        return page == null ? 0 : page.path("lastBuild").path("number").asInt(0);
    }

    int number() {
        String[] parts = path.split("/");
        return Integer.parseInt(parts[parts.length - 1]);
    }

    String log() throws IOException, InterruptedException {
        return api.get(path + "consoleText").body();
    }

    /** Waits until the log holds a text. */
    void awaitLog(String text) throws Exception {
        Await.that("'" + text + "' in the log of " + path, () -> log().contains(text), this::log);
    }

    /** Waits until the build is over; its result, such as SUCCESS. */
    String awaitResult() throws Exception {
        return Await.value(
                "the end of " + path,
                () -> Optional.ofNullable(
                        api.json(path, "result").path("result").asText(null)),
                this::log);
    }

    boolean isBuilding() throws IOException, InterruptedException {
        return api.json(path, "building").path("building").asBoolean();
    }
}
