package org.xingvo.dali.uws;

import java.security.SecureRandom;

/** Names of jobs that nobody can guess: whoever knows the name of an anonymous job may see it. */
final class JobIds {
    /** Without letters that look like digits. 32 of them: five bits each. */
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int LENGTH = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobIds() {}

    /** 100 random bits. */
    static String fresh() {
        byte[] random = new byte[LENGTH];
        RANDOM.nextBytes(random);
        StringBuilder id = new StringBuilder(LENGTH);
        for (byte b : random) {
            id.append(LETTERS.charAt(b & 31));
        }
        return id.toString();
    }
}
