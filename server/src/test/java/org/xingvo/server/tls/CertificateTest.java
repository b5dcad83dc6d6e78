package org.xingvo.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void handshakesAreMadeWithTheCertificateOfTheFiles(String algorithm) throws Exception {
        PemFiles pem = PemFiles.make(folder, algorithm);
        Certificate certificate = Certificate.of(pem.files());
        assertThat(shown(certificate, pem)).isEqualTo(pem.certificate());
        assertThat(certificate.until()).isAfter(Instant.now());
    }

    @Test
    void filesThatChangeAreReadAgainAndThoseThatDoNotFitAreNot() throws Exception {
        PemFiles old = PemFiles.make(folder, "EC");
        Certificate certificate = Certificate.of(old.files());
        String oldKey = Files.readString(old.files().key());

        PemFiles fresh = PemFiles.make(folder, "RSA");
        String freshKey = Files.readString(fresh.files().key());
        write(fresh.files().key(), oldKey, 10);
        certificate.look();
        assertThat(shown(certificate, old)).isEqualTo(old.certificate());

        write(fresh.files().key(), freshKey, 20);
        certificate.look();
        assertThat(shown(certificate, fresh)).isEqualTo(fresh.certificate());
    }

    @Test
    void whatIsWrongWithAFileIsSaid() throws Exception {
        PemFiles pem = PemFiles.make(folder, "EC");
        String key = Files.readString(pem.files().key());
        Files.writeString(pem.files().key(), key.replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        assertThatThrownBy(() -> Certificate.of(pem.files()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("privkey.pem: expected a PRIVATE KEY")
                .hasMessageContaining("openssl pkcs8");
        Files.writeString(pem.files().certificates(), "nothing");
        assertThatThrownBy(() -> Certificate.of(pem.files()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fullchain.pem: expected certificates in PEM");
    }

    private static void write(Path file, String text, int second) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(second)));
    }

    /** The certificate that a client sees that trusts one. */
    private static java.security.cert.Certificate shown(Certificate certificate, PemFiles trusted)
            throws IOException, GeneralSecurityException {
        SSLContext context = certificate.context();
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        SSLEngine client = trusted.trusting().createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        ByteBuffer toServer = ByteBuffer.allocate(64 << 10);
        ByteBuffer toClient = ByteBuffer.allocate(64 << 10);
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < 100 && client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING; step++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        return client.getSession().getPeerCertificates()[0];
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(64 << 10);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, plain);
                in.compact();
            }
            default -> {}
        }
    }
}
