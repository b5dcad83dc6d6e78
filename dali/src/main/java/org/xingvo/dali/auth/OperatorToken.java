package org.xingvo.dali.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The token of the operator, in the file {@code operator-token} of the data directory, readable by its owner alone.
 * The database knows only its SHA-256.
 */
public final class OperatorToken {
    /** The principal that the token stands for. */
    public static final String OPERATOR = "operator";

    private static final String FILE = "operator-token";
    private static final Set<PosixFilePermission> MODE_600 =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OperatorToken() {}

    /**
     * Makes the operator's token if the data directory has none in force; safe to repeat. The file is durable before
     * the database learns of the token.
     *
     * @return the token if it was made now, to be shown this once
     */
    public static Optional<String> ensure(Path dataDir, Identities identities) {
        if (identities.users().find(OPERATOR).isEmpty()) {
            identities.users().add(Caller.SERVER, OPERATOR, true, null);
        }
        Path file = dataDir.resolve(FILE);
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.setPosixFilePermissions(file, MODE_600);
                String token = read(dataDir);
                Tokens.Token known = identities.tokens().find(token);
                if (known == null) {
                    register(identities, token);
                    return Optional.empty();
                }
                if (known.revoked() == null && known.expires() == null) {
                    return Optional.empty();
                }
            }
            String token = Secret.fresh();
            write(file, token);
            register(identities, token);
            return Optional.of(token);
        } catch (IOException e) {
            throw new IdentityException.Unavailable("operator token, " + file + ": " + e.getMessage(), e);
        }
    }

    /** The token in a data directory, for commands that talk to the running server. */
    public static String read(Path dataDir) throws IOException {
        Path file = dataDir.resolve(FILE);
        String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!Secret.wellFormed(token)) {
            throw new IOException("expected one token xing_... of 48 characters, found something else");
        }
        return token;
    }

    private static void register(Identities identities, String token) {
        identities.tokens().register(Caller.SERVER, OPERATOR, token, FILE, Scope.ADMIN, null);
    }

    private static void write(Path file, String token) throws IOException {
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(MODE_600))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(token + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
