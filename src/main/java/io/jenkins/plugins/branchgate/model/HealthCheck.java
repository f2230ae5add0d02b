package io.jenkins.plugins.branchgate.model;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a replica counts as healthy: a GET of {@code path} answers with a status from {@code minStatus} to
 * {@code maxStatus}.
 *
 * @param path what is asked for
 * @param minStatus the lowest status that counts as healthy, 100 to 599
 * @param maxStatus the highest, from {@code minStatus} to 599
 * @param interval from one attempt to the next, 10 ms to 1 min
 * @param timeout for all attempts together, from the container's start; 1 s to 1 h
 */
public record HealthCheck(HttpPath path, int minStatus, int maxStatus, Duration interval, Duration timeout)
        implements Serializable {

    /** GET / answering 200 to 399 within 30 s, asked for every 50 ms. */
    public static final HealthCheck DEFAULT =
            new HealthCheck(new HttpPath("/"), 200, 399, Duration.ofMillis(50), Duration.ofSeconds(30));

    /** @throws InvalidValueException if a value is out of the ranges above */
    public HealthCheck {
        if (minStatus < 100 || maxStatus > 599 || minStatus > maxStatus) {
            throw new InvalidValueException(
                    "health check status range",
                    minStatus + "-" + maxStatus,
                    "two statuses from 100 to 599, lower first");
        }
        Ranges.require("health check interval", interval, Duration.ofMillis(10), Duration.ofMinutes(1));
        Ranges.require("health check timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(1));
    }
}
