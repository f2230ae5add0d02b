package io.jenkins.plugins.branchgate.git;

import java.io.Serializable;
import java.util.Objects;

/** What a remote repository is shown to let us in. No implementation's {@code toString} holds a secret. */
public sealed interface GitCredentials extends Serializable {

    /** The kind of credentials in words, for messages. */
    String what();

    /** Nothing is shown. */
    record None() implements GitCredentials {

        @Override
        public String what() {
            return "no credentials";
        }
    }

    /** None are known, and none are needed: only the mirror is read. An exchange with the remote is refused. */
    record Unasked() implements GitCredentials {

        @Override
        public String what() {
            return "no credentials";
        }
    }

    /** A user with a password or access token, for HTTP and HTTPS. */
    record UserPassword(String user, String password) implements GitCredentials {

        public UserPassword {
            user = Objects.requireNonNullElse(user, "");
            password = Objects.requireNonNullElse(password, "");
        }

        @Override
        public String what() {
            return "user and password";
        }

        @Override
        public String toString() {
            return "UserPassword[user=" + user + "]";
        }
    }

    /**
     * A private key, for SSH.
     *
     * @param user the user to log in as where the address names none; null or empty for {@code git}
     * @param privateKey the key's text, OpenSSH or PEM
     * @param passphrase what the key is encrypted with, or null
     * @param hosts which hosts are trusted
     */
    record SshKey(String user, String privateKey, String passphrase, HostTrust hosts) implements GitCredentials {

        public SshKey {
            user = user == null || user.isBlank() ? "git" : user;
            Objects.requireNonNull(privateKey, "privateKey");
            Objects.requireNonNull(hosts, "hosts");
        }

        @Override
        public String what() {
            return "SSH user name with private key";
        }

        @Override
        public String toString() {
            return "SshKey[user=" + user + "]";
        }
    }
}
