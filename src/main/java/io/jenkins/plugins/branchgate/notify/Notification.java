package io.jenkins.plugins.branchgate.notify;

import io.jenkins.plugins.branchgate.model.EnvironmentName;
import io.jenkins.plugins.branchgate.model.SiteId;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened and that someone asked to be told of.
 *
 * @param kind what it is about
 * @param site where
 * @param environment on which environment
 * @param at when, to the millisecond
 * @param subject one line for people; no control characters
 * @param text a few sentences for people
 * @param url the page to open, or null if the controller does not know its own address
 * @param facts names and values for programs, such as {@code commit} and {@code approval}
 */
public record Notification(
        NotificationKind kind,
        SiteId site,
        EnvironmentName environment,
        Instant at,
        String subject,
        String text,
        String url,
        Map<String, String> facts) {

    public Notification {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(at, "at");
        // A subject becomes a mail header: a line break in a branch name or a commit message must not add another.
        subject = subject.replaceAll("\\p{Cntrl}+", " ").strip();
        facts = Map.copyOf(facts);
    }
}
