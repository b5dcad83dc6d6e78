package org.xingvo.dali.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * How tokens and the cookies of sessions look and how they are kept: 256 random bits in text, SHA-256 of the text in the
 * database.
 */
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern TOKEN = Pattern.compile("xing_[A-Za-z0-9_-]{43}");
    private static final Pattern SESSION = Pattern.compile("xings_[A-Za-z0-9_-]{43}");

    private Secret() {}

    /** A new token. */
    static String fresh() {
        return "xing_" + random(32);
    }

    /** The cookie of a new session. */
    static String freshSession() {
        return "xings_" + random(32);
    }

    /** A password that nobody guesses, short enough to be typed. */
    static String freshPassword() {
        return random(15);
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** True if the text can be a token. */
    static boolean wellFormed(String token) {
        return TOKEN.matcher(token).matches();
    }

    /** True if the text can be the cookie of a session. */
    static boolean isSession(String text) {
        return SESSION.matcher(text).matches();
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
