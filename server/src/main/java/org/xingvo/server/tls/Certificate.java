package org.xingvo.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate. When its files change, whoever connects from then on gets the new one; connections that are
 * there stay. New files that do not fit together leave the old certificate in force: both may not be written yet.
 * Thread-safe.
 */
public final class Certificate {
    private static final Logger log = LoggerFactory.getLogger(Certificate.class);

    /** How often the files are looked at, and only when somebody connects. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Handshakes under way may be at the certificate before. */
    private static final int KEPT = 2;

    private final TlsFiles files;
    private final ConcurrentSkipListMap<Long, KeyPairFiles> generations = new ConcurrentSkipListMap<>();
    private final AtomicLong looked = new AtomicLong(System.nanoTime());
    private volatile List<FileTime> refused = List.of();

    private Certificate(TlsFiles files, KeyPairFiles first) {
        this.files = files;
        generations.put(0L, first);
    }

    /**
     * Reads the files for the first time.
     *
     * @throws IOException what is wrong with which file, in words for the operator
     */
    public static Certificate of(TlsFiles files) throws IOException {
        KeyPairFiles first = KeyPairFiles.read(files);
        log.info("TLS with {}", first);
        return new Certificate(files, first);
    }

    /** Until when it is valid. */
    public Instant until() {
        return newest().getValue().chain().getFirst().getNotAfter().toInstant();
    }

    /** What handshakes of a listener are made with. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Keys()}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** Reads the files again if they have changed. */
    void look() {
        try {
            Map.Entry<Long, KeyPairFiles> now = newest();
            List<FileTime> stamps = KeyPairFiles.stamps(files);
            if (stamps.equals(now.getValue().stamps()) || stamps.equals(refused)) {
                return;
            }
            refused = stamps;
            KeyPairFiles fresh = KeyPairFiles.read(files);
            generations.put(now.getKey() + 1, fresh);
            generations.headMap(now.getKey() + 2 - KEPT).clear();
            log.info("TLS from now on with {}", fresh);
        } catch (IOException e) {
            log.warn("The certificate before stays in force: {}", e.toString());
        }
    }

    private void lookNowAndThen() {
        long last = looked.get();
        long now = System.nanoTime();
        if (now - last > LOOK.toNanos() && looked.compareAndSet(last, now)) {
            look();
        }
    }

    private Map.Entry<Long, KeyPairFiles> newest() {
        return generations.lastEntry();
    }

    /** An alias is the number of a generation, so that key and certificate of a handshake belong together. */
    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return chooseServerAlias(keyType, issuers, null);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            lookNowAndThen();
            Map.Entry<Long, KeyPairFiles> now = newest();
            String algorithm = now.getValue().key().getAlgorithm();
            boolean fits = keyType.equals(algorithm) || (keyType.startsWith("Ed") && algorithm.startsWith("Ed"));
            return fits ? now.getKey().toString() : null;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            KeyPairFiles pair = generations.get(Long.valueOf(alias));
            return pair == null ? null : pair.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            KeyPairFiles pair = generations.get(Long.valueOf(alias));
            return pair == null ? null : pair.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return generations.keySet().stream().map(String::valueOf).toArray(String[]::new);
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
