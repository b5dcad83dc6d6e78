package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.client.ReplicatedReader;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.soak.Kills;

/** Two servers with the same files, the first in a process that is killed with signal 9. */
class ReplicatedReaderIT {
    private static final byte[] BODY = new byte[16 << 20];
    private static final String PATH = "/xs/survey/a.fits";

    static {
        new Random(1).nextBytes(BODY);
    }

    @TempDir
    Path folder;

    @Test
    void aServerThatEndsBeforeOrWithinABodyIsReplacedByItsCopy() throws Exception {
        for (String name : List.of("first", "copy")) {
            try (LocalStore store = LocalStore.open(folder.resolve(name), StoreConfig.defaults())) {
                store.createCollection(StoreServer.SURVEY, CollectionSettings.named("survey"));
                store.put(
                        PutRequest.create(new ObjectKey(StoreServer.SURVEY, "a.fits"), "application/fits"),
                        new ByteArrayInputStream(BODY));
            }
        }
        Process first = Kills.start(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                StoreServer.class.getName(),
                folder.resolve("first").toString());
        try (BufferedReader said = first.inputReader(StandardCharsets.US_ASCII);
                StoreServer.Serving copy = StoreServer.serve(folder.resolve("copy"))) {
            URI server = URI.create(String.valueOf(said.readLine()));
            try (ReplicatedReader reader = new ReplicatedReader(List.of(server, copy.base()), StoreServer.TOKEN)) {
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                assertThat(reader.read(PATH, whole).from()).isEqualTo(server);
                assertThat(whole.toByteArray()).isEqualTo(BODY);

                Killing within = new Killing(first);
                ReplicatedReader.Outcome outcome = reader.read(PATH, within);
                assertThat(first.isAlive()).isFalse();
                assertThat(outcome.from()).isEqualTo(copy.base());
                assertThat(within.toByteArray()).isEqualTo(BODY);

                ByteArrayOutputStream after = new ByteArrayOutputStream();
                assertThat(reader.read(PATH, after).from()).isEqualTo(copy.base());
                assertThat(after.toByteArray()).isEqualTo(BODY);
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    /** Ends a process when the first bytes have come, before it takes more. */
    private static final class Killing extends ByteArrayOutputStream {
        private final Process process;

        Killing(Process process) {
            this.process = process;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (size() > 1 << 20 && process.isAlive()) {
                try {
                    process.destroyForcibly().waitFor();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(new IOException(e));
                }
            }
        }
    }
}
