package io.jenkins.plugins.branchgate.jenkins.forms;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.branchgate.model.Rollout;

/** The ways a release can take the place of the one before it, for a drop-down. */
public final class RolloutChoice {

    private RolloutChoice() {}

    public static ListBoxModel items() {
        var items = new ListBoxModel();
        items.add(Messages.RolloutChoice_Default(), "");
        items.add(Messages.RolloutChoice_AllAtOnce(), Rollout.ALL_AT_ONCE.word());
        items.add(Messages.RolloutChoice_Rolling(), Rollout.ROLLING.word());
        return items;
    }
}
