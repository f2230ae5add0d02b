package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.Objects;

/**
 * Who authored or committed something, as a commit records it: unchecked text.
 *
 * @param name the name, may be empty
 * @param email the e-mail address, may be empty or no address at all
 */
public record Signature(String name, String email) implements Serializable {

    public Signature {
        name = Objects.requireNonNullElse(name, "");
        email = Objects.requireNonNullElse(email, "");
    }
}
