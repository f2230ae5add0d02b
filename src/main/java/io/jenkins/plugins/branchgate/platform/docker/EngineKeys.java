package io.jenkins.plugins.branchgate.platform.docker;

import java.io.Serializable;

/**
 * TLS keys for an engine on a network, each as PEM text. None of them is ever shown, logged or written to a file.
 *
 * @param authority the certificate authority that signed the engine's certificate, or null for those Java trusts
 * @param certificate this client's certificate, or null if the engine asks for none
 * @param key this client's private key, unencrypted, or null without a certificate
 */
public record EngineKeys(String authority, String certificate, String key) implements Serializable {

    public EngineKeys {
        authority = authority == null || authority.isBlank() ? null : authority;
        certificate = certificate == null || certificate.isBlank() ? null : certificate;
        key = key == null || key.isBlank() ? null : key;
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "A client certificate and its private key belong together: only one of the two was given for the"
                            + " Docker engine. Nothing was changed.");
        }
    }

    @Override
    public String toString() {
        return "EngineKeys[authority=" + (authority == null ? "none" : "***") + ", certificate="
                + (certificate == null ? "none" : "***") + ", key=" + (key == null ? "none" : "***") + "]";
    }
}
