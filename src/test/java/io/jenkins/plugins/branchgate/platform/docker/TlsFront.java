package io.jenkins.plugins.branchgate.platform.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Hands what comes over TLS on to the local engine's socket; asks clients for a certificate of its own authority. */
final class TlsFront implements Closeable {

    private final KeyPair authority = pair();
    private final X509Certificate root = certificate("CN=authority", authority, "CN=authority", authority, true);
    private final SSLServerSocket server;

    TlsFront() throws Exception {
        var pair = pair();
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", pair.getPrivate(), new char[0], new Certificate[] {
            certificate("CN=localhost", pair, "CN=authority", authority, false)
        });
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", root);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        server.setNeedClientAuth(true);
        daemon(this::accept);
    }

    EngineAddress address() {
        return new EngineAddress("tcp://127.0.0.1:" + server.getLocalPort());
    }

    EngineKeys keys() throws Exception {
        var pair = pair();
        return new EngineKeys(
                pem(root),
                pem(certificate("CN=client", pair, "CN=authority", authority, false)),
                pem(pair.getPrivate()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                continue; // closed, which ends the loop, or a handshake that failed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var engine = SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"))) {
            daemon(() -> copy(engine, client));
            byte[] buffer = new byte[8192];
            for (int n; (n = client.getInputStream().read(buffer)) >= 0; ) {
                var bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    engine.write(bytes);
                }
            }
        } catch (IOException e) {
            return; // the client went away
        }
    }

    /** Not by the channel's streams: those of one channel wait for each other. */
    private static void copy(SocketChannel from, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            var bytes = ByteBuffer.allocate(8192);
            for (int n; (n = from.read(bytes.clear())) >= 0; ) {
                out.write(bytes.array(), 0, n);
                out.flush();
            }
        } catch (IOException e) {
            return; // the client went away
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private static KeyPair pair() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String subject, KeyPair pair, String issuer, KeyPair signer, boolean isAuthority) throws Exception {
        long now = System.currentTimeMillis();
        var builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.valueOf(now),
                new Date(now - 60_000),
                new Date(now + 3_600_000),
                new X500Principal(subject),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate())));
    }

    private static String pem(Object what) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        }
        return text.toString();
    }
}
