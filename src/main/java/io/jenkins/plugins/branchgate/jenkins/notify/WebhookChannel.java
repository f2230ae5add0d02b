package io.jenkins.plugins.branchgate.jenkins.notify;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.branchgate.jenkins.BranchGate;
import io.jenkins.plugins.branchgate.jenkins.JenkinsProxy;
import io.jenkins.plugins.branchgate.jenkins.Messages;
import io.jenkins.plugins.branchgate.jenkins.forms.FieldCheck;
import io.jenkins.plugins.branchgate.notify.Notification;
import io.jenkins.plugins.branchgate.notify.Webhook;
import io.jenkins.plugins.branchgate.notify.WebhookException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Posts notifications as JSON, signed if a key is given; see {@link Webhook}. */
public class WebhookChannel extends NotificationChannel {

    private final String url;
    private Secret key;

    /** @param url the receiver, http or https */
    @DataBoundConstructor
    public WebhookChannel(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    public String getUrl() {
        return url;
    }

    public Secret getKey() {
        return key;
    }

    @DataBoundSetter
    public void setKey(Secret key) {
        this.key = key;
    }

    @Override
    public void check() {
        parse(url);
    }

    private static Webhook parse(String url) {
        return new Webhook(url, null, List.of(), Clock.systemUTC());
    }

    @Override
    public void send(Notification notification, Set<String> approvers) throws WebhookException, InterruptedException {
        String plain = Util.fixEmpty(Secret.toString(key));
        new Webhook(url, plain, Webhook.WAITS, BranchGate.get().clock(), JenkinsProxy.forWebhooks()).send(notification);
    }

    /** The form. */
    @Extension
    @Symbol("webhook")
    public static class DescriptorImpl extends Descriptor<NotificationChannel> {
        @Override
        public String getDisplayName() {
            return Messages.WebhookChannel_DisplayName();
        }

        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return FieldCheck.required(null, value, WebhookChannel::parse);
        }
    }
}
