package org.xingvo.dali.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as Argon2id keeps them (RFC 9106), written as PHC strings:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. Immutable.
 *
 * @param memoryKib memory of one hash
 * @param passes over that memory
 * @param lanes that could be computed side by side
 */
record Argon2(int memoryKib, int passes, int lanes) {
    /** The second of the equal choices in OWASP's Password Storage Cheat Sheet. */
    static final Argon2 STANDARD = new Argon2(19 * 1024, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder TEXT = Base64.getEncoder().withoutPadding();
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,3})"
                    + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

    /** The PHC string for a password, with a salt of its own. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return prefix() + TEXT.encodeToString(salt) + "$" + TEXT.encodeToString(compute(password, salt, HASH_BYTES));
    }

    /** True if the PHC string was made of this password, with whatever parameters. */
    static boolean matches(String phc, String password) {
        Matcher parts = FORM.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("password in the database: expected a PHC string of argon2id");
        }
        Argon2 made = new Argon2(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        byte[] wanted = Base64.getDecoder().decode(parts.group(5));
        return MessageDigest.isEqual(
                wanted, made.compute(password, Base64.getDecoder().decode(parts.group(4)), wanted.length));
    }

    /** True if the PHC string was made with these parameters. */
    boolean made(String phc) {
        return phc.startsWith(prefix());
    }

    private String prefix() {
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$";
    }

    private byte[] compute(String password, byte[] salt, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
