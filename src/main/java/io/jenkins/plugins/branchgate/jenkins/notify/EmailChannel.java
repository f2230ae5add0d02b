package io.jenkins.plugins.branchgate.jenkins.notify;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.User;
import hudson.tasks.Mailer;
import io.jenkins.plugins.branchgate.jenkins.MailAddress;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.notify.Notification;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.io.UnsupportedEncodingException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.plugins.mailer.tasks.MimeMessageBuilder;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Mails notifications as plain text, through the server configured for the mailer plugin. */
public class EmailChannel extends NotificationChannel {

    private String recipients;
    private boolean approvers;

    @DataBoundConstructor
    public EmailChannel() {}

    /** Addresses, separated by commas or spaces. */
    public String getRecipients() {
        return recipients;
    }

    @DataBoundSetter
    public void setRecipients(String recipients) {
        this.recipients = Util.fixEmptyAndTrim(recipients);
    }

    /** True to mail also to the users named as approvers, where Jenkins knows their address. */
    public boolean isApprovers() {
        return approvers;
    }

    @DataBoundSetter
    public void setApprovers(boolean approvers) {
        this.approvers = approvers;
    }

    @Override
    public void send(Notification notification, Set<String> named)
            throws MessagingException, UnsupportedEncodingException {
        var addresses = new LinkedHashSet<String>();
        if (recipients != null) {
            addresses.addAll(List.of(recipients.split("[,;\\s]+")));
        }
        if (approvers) {
            named.stream()
                    .map(id -> User.getById(id, false))
                    .flatMap(user -> user == null ? Stream.empty() : MailAddress.of(user).stream())
                    .forEach(addresses::add);
        }
        if (addresses.isEmpty()) {
            return;
        }
        String link = notification.url() == null ? "" : "\n\n" + notification.url();
        Transport.send(new MimeMessageBuilder()
                .addRecipients(String.join(",", addresses))
                .setSubject("[Branch Gate] " + notification.subject())
                .setBody(notification.text() + link + "\n")
                .setMimeType("text/plain")
                .buildMimeMessage());
    }

    /** The form; only where the mailer plugin is installed. */
    @Extension(optional = true)
    @Symbol("email")
    public static class DescriptorImpl extends Descriptor<NotificationChannel> {

        public DescriptorImpl() {
            super(EmailChannel.class);
            // Without the plugin this fails to link, and an optional extension that does so is left out.
            Optional.of(Mailer.class.getName());
        }

        @Override
        public String getDisplayName() {
            return Messages.EmailChannel_DisplayName();
        }
    }
}
