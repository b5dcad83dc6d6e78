package org.xingvo.vospace.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of signed URLs, in the file {@code signing-keys} of a data directory, readable by its owner alone: one line a
 * key, when it was made and its bytes. The youngest signs; older ones are in force as long as what they signed. A new one is
 * made each week. Thread-safe.
 */
public final class SigningKeys {
    /** How long a key signs. */
    static final Duration SIGNS = Duration.ofDays(7);

    static final int KEY_BYTES = 32;

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    private static final String FILE = "signing-keys";
    /** What earlier versions had: one key without a date. */
    private static final String EARLIER = "signing-key";

    private final Path directory;
    private final InstantSource clock;
    private List<Key> keys;

    private record Key(Instant made, byte[] bytes) {}

    /** The keys of a data directory; one is made if there is none. */
    public SigningKeys(Path directory, InstantSource clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.keys = read();
        if (keys.isEmpty()) {
            keys = List.of(fresh());
            write(keys);
        }
    }

    /** The bytes of the keys in force, the one that signs first. */
    public synchronized List<byte[]> inForce() {
        Instant now = clock.instant();
        if (keys.getFirst().made().plus(SIGNS).isBefore(now)) {
            rotate(now);
        }
        return keys.stream().map(Key::bytes).toList();
    }

    /** Makes a new key; the ones before stay in force until all that they signed is over. */
    private void rotate(Instant now) {
        List<Key> next = new ArrayList<>();
        next.add(fresh());
        // A key signed until its successor was made; what it signed last is good for a while.
        Instant superseded = now;
        for (Key key : keys) {
            if (superseded.plus(SignedUrls.VALIDITY).isAfter(now) || superseded.equals(now)) {
                next.add(key);
            }
            superseded = key.made();
        }
        try {
            write(next);
            keys = List.copyOf(next);
        } catch (IOException e) {
            log.warn("The key of signed URLs is not changed: {}", e.getMessage());
        }
    }

    private Key fresh() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Key(clock.instant(), bytes);
    }

    private List<Key> read() throws IOException {
        Path file = directory.resolve(FILE);
        Path earlier = directory.resolve(EARLIER);
        List<Key> found = new ArrayList<>();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                found.add(key(file, line));
            }
        } else if (Files.exists(earlier, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = Files.readAllBytes(earlier);
            if (bytes.length != KEY_BYTES) {
                throw new IOException(earlier + ": expected 32 bytes, found " + bytes.length);
            }
            found.add(new Key(Files.getLastModifiedTime(earlier).toInstant(), bytes));
        }
        return List.copyOf(found);
    }

    private static Key key(Path file, String line) throws IOException {
        String[] parts = line.strip().split(" ", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,12}") || !parts[1].matches("[0-9a-f]{64}")) {
            throw new IOException(file + ": expected lines of a time and 64 hexadecimal digits, found another");
        }
        return new Key(
                Instant.ofEpochSecond(Long.parseLong(parts[0])), HexFormat.of().parseHex(parts[1]));
    }

    private void write(List<Key> all) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Key key : all) {
            text.append(key.made().getEpochSecond())
                    .append(' ')
                    .append(HexFormat.of().formatHex(key.bytes()))
                    .append('\n');
        }
        Path draft = directory.resolve(FILE + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text, StandardCharsets.US_ASCII);
        Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(directory.resolve(EARLIER));
    }
}
