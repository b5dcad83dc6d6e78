package org.xingvo.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.xingvo.server.copy.StoreRepair;
import org.xingvo.server.web.HttpDoor;
import org.xingvo.server.xs.CareHandler;
import org.xingvo.server.xs.Gate;
import org.xingvo.server.xs.XsHandler;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;

/**
 * The store of a data directory behind {@code /xs} and {@code /care} on the loopback address, for a command and without
 * the database: nobody but the holder of a token made for it gets in. Thread-safe.
 */
public final class StoreDoor implements AutoCloseable {
    private final Closer closer;
    private final URI base;
    private final String token;

    private StoreDoor(Closer closer, URI base, String token) {
        this.closer = closer;
        this.base = base;
        this.token = token;
    }

    /** Opens the store; {@link org.xingvo.storage.StorageException.Unusable} if another process has it. */
    public static StoreDoor open(Path dataDirectory) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        tellNothingTwice();
        Closer closer = new Closer();
        try {
            LocalStore store =
                    closer.add(LocalStore.open(Archive.storeDirectory(dataDirectory), StoreConfig.defaults()));
            store.whenDamaged(id -> StoreRepair.afterScrub(store, id));
            Gate gate = Gate.forOperator(store, token);
            HttpDoor door = closer.add(HttpDoor.start(
                    "127.0.0.1",
                    0,
                    ServerConfig.PRODUCT,
                    ServerConfig.VERSION,
                    Map.of(
                            XsHandler.MOUNT,
                            new XsHandler(store, gate),
                            CareHandler.MOUNT,
                            new CareHandler(store, gate))));
            return new StoreDoor(closer, URI.create("http://127.0.0.1:" + door.port()), token);
        } catch (IOException | RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    /** What is found damaged is an answer to the command, which tells it. */
    private static void tellNothingTwice() {
        if (LoggerFactory.getLogger("org.xingvo.storage.local.Upkeep") instanceof Logger log) {
            log.setLevel(Level.OFF);
        }
    }

    /** Makes the index of a store again from its volumes. */
    public static void rebuild(Path dataDirectory) throws IOException {
        Path directory = Archive.storeDirectory(dataDirectory);
        LocalStore.forgetIndex(directory);
        LocalStore.open(directory, StoreConfig.defaults()).close();
    }

    public URI base() {
        return base;
    }

    public String token() {
        return token;
    }

    @Override
    public void close() {
        closer.close();
    }
}
