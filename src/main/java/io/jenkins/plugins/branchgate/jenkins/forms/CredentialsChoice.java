package io.jenkins.plugins.branchgate.jenkins.forms;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import jenkins.model.Jenkins;

/** Drop-downs of credentials. Who may not use any sees only the id already chosen. */
public final class CredentialsChoice {
    private CredentialsChoice() {}

    /**
     * @param item the job whose form it is, or null
     * @param type the kind of credentials that fit
     * @param url the repository they are for, or null
     * @param current the id chosen now
     */
    public static ListBoxModel of(Item item, Class<? extends StandardCredentials> type, String url, String current) {
        var choice = new StandardListBoxModel();
        if (!mayUse(item)) {
            return choice.includeCurrentValue(current);
        }
        return choice.includeEmptyValue()
                .includeMatchingAs(
                        ACL.SYSTEM2,
                        item,
                        type,
                        URIRequirementBuilder.fromUri(Util.fixNull(url)).build(),
                        CredentialsMatchers.always())
                .includeCurrentValue(current);
    }

    /** Keys of Docker engines; only the id chosen now where the plugin that keeps such keys is missing. */
    public static ListBoxModel ofDockerServers(Item item, String current) {
        if (Jenkins.get().getPlugin("docker-commons") == null) {
            return new StandardListBoxModel().includeEmptyValue().includeCurrentValue(current);
        }
        return DockerServerChoice.of(item, current);
    }

    private static boolean mayUse(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
