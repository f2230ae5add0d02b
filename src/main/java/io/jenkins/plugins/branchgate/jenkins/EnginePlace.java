package io.jenkins.plugins.branchgate.jenkins;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How an environment's engine is reached again later, by the board or the reconciler, and where its site answers.
 *
 * @param node the name of the agent that reaches the engine; empty for the controller
 * @param dockerHost the engine's address as that machine sees it, or null for its default
 * @param dockerCredentialsId the id of the keys, or null
 * @param job the full name of the job that deployed last, whose view of credentials is used
 * @param siteUrl where people find the site, for example {@code http://qa.example.org:8081/}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EnginePlace(String node, String dockerHost, String dockerCredentialsId, String job, String siteUrl) {}
