package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;

/**
 * URLs that work without credentials: {@code /files/signed:{token}/path}. A token is bound by HMAC-SHA-256 to the path,
 * to reading or writing, to the user on whose behalf it was made, to a transfer job and to an end. What the user may do
 * is asked again when it is used. Thread-safe.
 */
public final class SignedUrls {
    /** First characters of the path segment that holds a token. */
    public static final String PREFIX = "signed:";

    /** Last character of the name of a job that need not be asked before the token is honoured. */
    public static final String UNCHECKED = "~";

    /** How long a token is good to begin a transfer with. */
    public static final Duration VALIDITY = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final String FILE = "signing-key";

    private final SecretKeySpec key;
    private final InstantSource clock;

    public SignedUrls(byte[] key, InstantSource clock) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("signing key: expected 32 bytes, found " + key.length);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /** The key of a data directory, made at its first use and readable by its owner alone. */
    public static byte[] key(Path dataDir) throws IOException {
        Path file = dataDir.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            Path draft = dataDir.resolve(FILE + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, fresh);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY_BYTES) {
            throw new IOException(file + ": expected 32 bytes, found " + key.length);
        }
        return key;
    }

    /** What a token may be used for. */
    public enum Use {
        READ("r"),
        WRITE("w");

        private final String code;

        Use(String code) {
            this.code = code;
        }
    }

    /**
     * What a good token says. Immutable.
     *
     * @param user null: an anonymous one
     * @param job id of the transfer; "": none
     */
    public record Grant(Use use, @Nullable String user, String job) {}

    /** The path below {@code /files}, percent-encoded, that lets its holder read or write one node. */
    public String path(Use use, @Nullable String user, String job, RequestPath path) {
        String expiry = Long.toString(clock.instant().plus(VALIDITY).getEpochSecond(), 36);
        String who = user == null ? "" : encode(user.getBytes(StandardCharsets.UTF_8));
        String claims = use.code + "." + expiry + "." + who + "." + job;
        return "/" + PREFIX + claims + "." + encode(mac(claims, path)) + path.encoded();
    }

    /** What a token says of a path; nothing if it is forged, for another path, or past its end. */
    public Optional<Grant> check(String token, RequestPath path) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 5) {
            return Optional.empty();
        }
        String claims = String.join(".", parts[0], parts[1], parts[2], parts[3]);
        try {
            byte[] given = Base64.getUrlDecoder().decode(parts[4]);
            if (!MessageDigest.isEqual(given, mac(claims, path))
                    || !clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[1], 36)))) {
                return Optional.empty();
            }
            String user = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
            return Optional.of(new Grant(
                    parts[0].equals(Use.READ.code) ? Use.READ : Use.WRITE, user.isEmpty() ? null : user, parts[3]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] mac(String claims, RequestPath path) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((claims + "\n" + path.encoded()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
