package io.jenkins.plugins.branchgate.jenkins.notify;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.branchgate.notify.Notification;
import java.util.Set;

/**
 * A way to tell people or programs what happened. An administrator adds and configures channels in the section Branch Gate
 * of the system's configuration; another plugin adds a kind with a subclass that has a descriptor and a {@code @Symbol}.
 */
public abstract class NotificationChannel extends AbstractDescribableImpl<NotificationChannel>
        implements ExtensionPoint {

    /**
     * Called before the channel is saved.
     *
     * @throws io.jenkins.plugins.branchgate.model.InvalidValueException if a setting cannot be right
     */
    public void check() {}

    /**
     * Tells what happened; called on a thread that may block for minutes.
     *
     * @param approvers ids of the users named as approvers of what it is about; empty if none are named
     * @throws Exception if it could not be told; it is logged, with a message that must hold no secret, and not tried again
     */
    public abstract void send(Notification notification, Set<String> approvers) throws Exception;
}
