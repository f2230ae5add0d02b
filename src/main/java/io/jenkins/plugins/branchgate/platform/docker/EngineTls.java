package io.jenkins.plugins.branchgate.platform.docker;

import com.github.dockerjava.core.SSLConfig;
import com.github.dockerjava.core.util.CertificateUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** TLS made from keys in memory; no key is ever written to a file. */
final class EngineTls implements SSLConfig {

    private final SSLContext context;

    private EngineTls(SSLContext context) {
        this.context = context;
    }

    /** @throws EngineException if a key cannot be read; the message says which, never its content */
    static EngineTls of(EngineKeys keys) throws EngineException {
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider()); // what reads the PEM text asks for it by name
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(client(keys), trusted(keys), null);
            return new EngineTls(context);
        } catch (GeneralSecurityException e) {
            throw new EngineException("This Java cannot make a TLS connection: " + e.getMessage(), e);
        }
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }

    private static KeyManager[] client(EngineKeys keys) throws EngineException, GeneralSecurityException {
        if (keys.key() == null) {
            return null;
        }
        try {
            var certificates = CertificateUtils.loadCertificates(keys.certificate());
            var key = CertificateUtils.loadPrivateKey(keys.key());
            if (certificates.isEmpty() || key == null) {
                throw unreadable(certificates.isEmpty() ? "client certificate" : "client key", null);
            }
            char[] password = UUID.randomUUID().toString().toCharArray();
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("client", key, password, certificates.toArray(new Certificate[0]));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            return managers.getKeyManagers();
        } catch (IOException e) {
            throw unreadable("client certificate or key", e);
        }
    }

    private static TrustManager[] trusted(EngineKeys keys) throws EngineException, GeneralSecurityException {
        if (keys.authority() == null) {
            return null;
        }
        try {
            var store = CertificateUtils.createTrustStore(keys.authority());
            if (store.size() == 0) {
                throw unreadable("certificate authority", null);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return managers.getTrustManagers();
        } catch (IOException | ClassCastException e) {
            throw unreadable("certificate authority", e);
        }
    }

    private static EngineException unreadable(String what, Exception cause) {
        return new EngineException(
                "The Docker engine's " + what + " cannot be read. Expected is PEM text, beginning with -----BEGIN, the"
                        + " key not encrypted. Nothing was changed. Check the credentials given for the engine.",
                cause);
    }
}
