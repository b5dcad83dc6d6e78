package org.xingvo.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its key, as they were read. Immutable; tells no secret.
 *
 * @param chain the server's certificate first
 * @param stamps of the files, by which a change is noticed
 */
record KeyPairFiles(List<X509Certificate> chain, PrivateKey key, List<FileTime> stamps) {
    private static final int LONGEST_FILE = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

    KeyPairFiles {
        chain = List.copyOf(chain);
        stamps = List.copyOf(stamps);
    }

    /**
     * Reads both files.
     *
     * @throws IOException what is wrong with which file, in words for the operator
     */
    static KeyPairFiles read(TlsFiles files) throws IOException {
        List<FileTime> stamps = stamps(files);
        List<X509Certificate> chain = chain(files.certificates());
        PrivateKey key = key(files.key(), chain.getFirst().getPublicKey().getAlgorithm());
        if (!belong(key, chain.getFirst().getPublicKey())) {
            throw new IOException(files.key() + ": expected the key of the first certificate in " + files.certificates()
                    + ", found another one");
        }
        return new KeyPairFiles(chain, key, stamps);
    }

    static List<FileTime> stamps(TlsFiles files) throws IOException {
        return List.of(Files.getLastModifiedTime(files.certificates()), Files.getLastModifiedTime(files.key()));
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new IOException(file + ": expected certificates in PEM, found none");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": expected certificates in PEM, found: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(file + ": expected a private key in PEM, found none");
        }
        if (!pem.group(1).equals("PRIVATE KEY")) {
            throw new IOException(file + ": expected a PRIVATE KEY (PKCS#8, not encrypted), found " + pem.group(1)
                    + "; 'openssl pkcs8 -topk8 -nocrypt' makes one of it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException | IllegalArgumentException e) {
            throw new IOException(file + ": expected a private key for " + algorithm + ", found none", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": keys for " + algorithm + " are not known here", e);
        }
    }

    private static boolean belong(PrivateKey secret, PublicKey open) throws IOException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        byte[] text = "xingvo".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature sign = Signature.getInstance(algorithm);
            sign.initSign(secret);
            sign.update(text);
            byte[] signed = sign.sign();
            Signature verify = Signature.getInstance(algorithm);
            verify.initVerify(open);
            verify.update(text);
            return verify.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate: expected a key of RSA, EC or EdDSA, found " + algorithm, e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException(file + ": expected at most " + LONGEST_FILE + " bytes, found " + Files.size(file));
        }
        return Files.readAllBytes(file);
    }

    @Override
    public String toString() {
        return "KeyPairFiles[" + chain.getFirst().getSubjectX500Principal() + ", until "
                + chain.getFirst().getNotAfter().toInstant() + "]";
    }
}
