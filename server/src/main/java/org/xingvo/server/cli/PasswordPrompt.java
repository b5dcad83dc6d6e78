package org.xingvo.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Where a new password comes from: the keyboard, without echo, or the first line of standard input. */
final class PasswordPrompt {
    private PasswordPrompt() {}

    // which of null and no terminal it is without a terminal depends on how Java was started
    @SuppressWarnings("SystemConsoleNull")
    static String ask(String user) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return line();
        }
        char[] first = console.readPassword("New password of %s: ", user);
        char[] second = console.readPassword("Again: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw new Failure("the two passwords differ; nothing was changed.");
        }
        String password = new String(first);
        Arrays.fill(first, ' ');
        Arrays.fill(second, ' ');
        return password;
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new Failure("expected the password as a line of standard input, found none.");
            }
            return line;
        } catch (IOException e) {
            throw new Failure("standard input: " + e.getMessage());
        }
    }

    /** One that nobody guesses. */
    static String generated() {
        byte[] bits = new byte[15];
        new SecureRandom().nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
