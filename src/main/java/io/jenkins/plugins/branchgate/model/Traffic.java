package io.jenkins.plugins.branchgate.model;

import java.io.Serializable;

/**
 * Requests that an environment's edge counted while a deployment switched.
 *
 * @param served answered by a replica, whatever the status
 * @param failed 5xx answers, connection errors and response errors
 */
public record Traffic(long served, long failed) implements Serializable {}
