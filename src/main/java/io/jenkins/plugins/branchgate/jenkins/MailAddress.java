package io.jenkins.plugins.branchgate.jenkins;

import hudson.Util;
import hudson.model.User;
import hudson.tasks.Mailer;
import java.util.Optional;

/** A user's e-mail address as the mailer plugin knows it. Only to be used where that plugin is installed. */
public final class MailAddress {

    private MailAddress() {}

    /** The address the user gave, empty if none. */
    public static Optional<String> of(User user) {
        var property = user.getProperty(Mailer.UserProperty.class);
        return Optional.ofNullable(
                property == null ? null : Util.fixEmptyAndTrim(property.getExplicitlyConfiguredAddress()));
    }
}
