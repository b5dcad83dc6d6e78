package org.xingvo.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.xingvo.server.web.HttpDoor;
import org.xingvo.server.xs.Gate;
import org.xingvo.server.xs.XsHandler;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;

/** Serves the store of a directory, without a database; as a process it says where, and serves until it is killed. */
final class StoreServer {
    static final CollectionId SURVEY = CollectionId.of(0, 1, 1, 1);
    static final String TOKEN = "token-of-the-test";

    private StoreServer() {}

    /** A store and its door. */
    record Serving(LocalStore store, HttpDoor door) implements AutoCloseable {
        URI base() {
            return URI.create("http://127.0.0.1:" + door.port());
        }

        @Override
        public void close() throws IOException {
            try (store) {
                door.close();
            }
        }
    }

    static Serving serve(Path directory) throws IOException {
        LocalStore store = LocalStore.open(directory, StoreConfig.defaults());
        XsHandler handler = new XsHandler(store, Gate.forOperator(store, TOKEN));
        return new Serving(store, HttpDoor.start("127.0.0.1", 0, "test", "1", Map.of(XsHandler.MOUNT, handler)));
    }

    /** Argument: the directory. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println(serve(Path.of(args[0])).base());
        // the threads of the door do not keep a process
        Thread.currentThread().join();
    }
}
