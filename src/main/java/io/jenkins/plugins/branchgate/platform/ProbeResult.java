package io.jenkins.plugins.branchgate.platform;

import java.io.Serializable;
import java.time.Duration;

/**
 * The outcome of waiting for a replica to become healthy.
 *
 * @param healthy true if an attempt met the health check
 * @param attempts how many were made
 * @param took from the first attempt to the outcome
 * @param detail the last attempt's outcome in words, for example {@code HTTP 503} or {@code connection refused} or
 *     {@code the container stopped with exit code 1}
 */
public record ProbeResult(boolean healthy, int attempts, Duration took, String detail) implements Serializable {}
