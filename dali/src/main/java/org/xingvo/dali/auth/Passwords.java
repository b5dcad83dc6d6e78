package org.xingvo.dali.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords. A hash costs some hundredths of a second and 19 MiB, and clients send the password with every
 * request: one that was right is remembered for ten minutes, by a keyed hash whose key lives as long as the process,
 * together with the stored string that it matched, so that a changed password ends it. Thread-safe.
 */
final class Passwords {
    /** The way whose event its session records. */
    static final String LOGIN = "login";

    private static final Duration VERIFIED = Duration.ofMinutes(10);
    private static final int SHORTEST = 10;
    private static final int LONGEST = 256;

    private final Sql sql;
    private final Lookup lookup;
    private final Argon2 argon2;
    private final Hashing hashing;
    private final Throttle throttle;
    private final String nobody;
    private final SecretKeySpec key;
    private final ShortMemory<String, String> verified = new ShortMemory<>(VERIFIED);
    private final ConcurrentHashMap<String, CompletableFuture<String>> checking = new ConcurrentHashMap<>();

    Passwords(Sql sql, Lookup lookup, SignInSettings settings, InstantSource clock, Argon2 argon2) {
        this.sql = sql;
        this.lookup = lookup;
        this.argon2 = argon2;
        this.hashing = new Hashing(settings.hashesAtOnce(), settings.hashesWaiting());
        this.throttle = new Throttle(settings, clock, this::hasSignedIn);
        this.nobody = argon2.hash(Secret.freshPassword());
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        this.key = new SecretKeySpec(bits, "HmacSHA256");
    }

    /** The PHC string of a new password. */
    String hashed(String user, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST || password.equals(user)) {
            throw new IdentityException.Refused("password: expected " + SHORTEST + " to " + LONGEST
                    + " characters that are not the name, found "
                    + (password.equals(user) ? "the name" : Integer.toString(length)));
        }
        return hashing.run(() -> argon2.hash(password));
    }

    /**
     * The caller with this name and password.
     *
     * @param way for the event: "basic", or {@link #LOGIN}
     * @throws IdentityException.BadCredentials the same words whether the name or the password is wrong
     */
    Caller check(String name, String password, String address, String way) {
        String account = Names.isName(name) ? name : "?";
        Lookup.Known known = account.equals(name) ? lookup.name(name) : null;
        String proof = mac(name, password, address);
        String phc = known == null ? null : known.phc();
        if (known != null && phc != null && phc.equals(verified.get(proof))) {
            return known.caller();
        }
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> running = checking.putIfAbsent(proof, mine);
        if (running == null) {
            try {
                String matched = verify(known == null ? null : known.caller(), account, phc, password, address, way);
                verified.put(proof, matched);
                mine.complete(matched);
            } catch (RuntimeException e) {
                mine.completeExceptionally(e);
                throw e;
            } finally {
                checking.remove(proof, mine);
            }
        } else {
            join(running);
        }
        Lookup.Known now = lookup.name(name);
        if (now == null) {
            throw wrong();
        }
        return now.caller();
    }

    /** Those who ask the same at the same time, as parallel clients do, get the same answer. */
    private static void join(CompletableFuture<String> running) {
        try {
            running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IdentityException known) {
                throw known;
            }
            throw e;
        }
    }

    private String verify(
            @Nullable Caller caller,
            String account,
            @Nullable String phc,
            String password,
            String address,
            String way) {
        Throttle.Attempt attempt = throttle.begin(account, address);
        boolean right;
        try {
            // a name that is none takes as long as one that is
            right = hashing.run(() -> Argon2.matches(phc == null ? nobody : phc, shortened(password))) && phc != null;
        } catch (IdentityException.TooMany e) {
            attempt.succeeded();
            throw e;
        }
        if (!right || phc == null || caller == null) {
            if (attempt.isNotable()) {
                failed(caller == null ? "(unknown)" : account, address, attempt.isLast());
            }
            throw wrong();
        }
        attempt.succeeded();
        String kept = argon2.made(phc) ? phc : rehashed(account, phc, password);
        sql.transaction(connection -> {
            Sql.update(connection, "update archive.principal set last_login = now() where name = ?", account);
            if (!way.equals(LOGIN)) {
                Audit.record(
                        connection,
                        Event.by(caller.from(address), Action.LOGIN_SUCCESS, account)
                                .with("by", way));
            }
            return account;
        });
        return kept;
    }

    /** Nobody has one that long: the work of hashing it is not given away. */
    private static String shortened(String password) {
        return password.length() > 4 * LONGEST ? "" : password;
    }

    private String rehashed(String name, String old, String password) {
        String fresh = hashing.run(() -> argon2.hash(password));
        int changed = sql.with(connection -> Sql.update(
                connection,
                "update archive.principal set password = ? where name = ? and password = ?",
                fresh,
                name,
                old));
        lookup.forget();
        return changed == 0 ? old : fresh;
    }

    private void failed(String name, String address, boolean last) {
        Event event = Event.by(Caller.ANONYMOUS.from(address), Action.LOGIN_FAILURE, name);
        sql.with(connection -> {
            Audit.record(connection, last ? event.with("then", "refused for a while") : event);
            return name;
        });
    }

    /** True if the trail has a sign-in of this user at this address. */
    private boolean hasSignedIn(String account, String address) {
        return !sql.list("""
                        select 1 from archive.event
                         where actor = ? and action = 'login.success' and address = ? limit 1""", rows -> true, account, address).isEmpty();
    }

    private static IdentityException.BadCredentials wrong() {
        return new IdentityException.BadCredentials("the name or the password is wrong");
    }

    private String mac(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }
}
