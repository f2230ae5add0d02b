package io.jenkins.plugins.branchgate.jenkins.checkout;

import io.jenkins.plugins.branchgate.model.InvalidValueException;
import io.jenkins.plugins.branchgate.model.RepositoryAddress;
import java.io.Serializable;
import java.util.Objects;

/** One Git checkout that a build made. Plain strings, because it is kept with the build. */
public final class Checkout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String url;
    private final String credentialsId;
    private final String commit;

    /**
     * @param url the repository's address
     * @param credentialsId the id of the credentials used, or null
     * @param commit the commit checked out, 40 or 64 hexadecimal digits
     */
    public Checkout(String url, String credentialsId, String commit) {
        this.url = Objects.requireNonNull(url, "url");
        this.credentialsId = credentialsId;
        this.commit = Objects.requireNonNull(commit, "commit");
    }

    public String url() {
        return url;
    }

    /** Null if none were used. */
    public String credentialsId() {
        return credentialsId;
    }

    public String commit() {
        return commit;
    }

    /** True if the address names the same repository, however it is spelt. */
    boolean isOf(String otherUrl) {
        try {
            return RepositoryAddress.of(url).equals(RepositoryAddress.of(otherUrl));
        } catch (InvalidValueException e) {
            // The git plugin checks out more kinds of addresses than a site can have.
            return url.equals(otherUrl);
        }
    }
}
