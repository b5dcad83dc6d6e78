package org.xingvo.vospace.transfer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** Last character of the name of a job that need not be asked before bytes are read. */
    public static final String UNCHECKED = "~";

    /** How long a token is good to begin a transfer with. */
    public static final Duration VALIDITY = Duration.ofHours(1);

    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<List<byte[]>> keys;
    private final InstantSource clock;

    /**
     * URLs under the keys in force.
     *
     * @param keys of 32 bytes, at least one; the first signs
     */
    public SignedUrls(Supplier<List<byte[]>> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
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
        return "/" + PREFIX + claims + "." + encode(mac(keys.get().getFirst(), claims, path)) + path.encoded();
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
            boolean signed = false;
            for (byte[] key : keys.get()) {
                signed |= MessageDigest.isEqual(given, mac(key, claims, path));
            }
            if (!signed || !clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[1], 36)))) {
                return Optional.empty();
            }
            String user = new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8);
            return Optional.of(new Grant(
                    parts[0].equals(Use.READ.code) ? Use.READ : Use.WRITE, user.isEmpty() ? null : user, parts[3]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] mac(byte[] key, String claims, RequestPath path) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal((claims + "\n" + path.encoded()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
