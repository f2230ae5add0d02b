package io.jenkins.plugins.branchgate.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * One person's decision, or a refused attempt at one.
 *
 * @param by the person's user id
 * @param name the person's name as people know it
 * @param verdict what was decided
 * @param at when, to the millisecond
 * @param channel from where
 * @param comment what the person wrote, or why the attempt was denied; may be null
 * @param ticked the required checks the person confirmed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Vote(
        String by, String name, Verdict verdict, Instant at, Channel channel, String comment, List<String> ticked)
        implements Serializable {

    public Vote {
        ticked = ticked == null ? List.of() : List.copyOf(ticked);
    }
}
