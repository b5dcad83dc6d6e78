package org.xingvo.server.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.client.ReplicatedReader;
import org.xingvo.server.client.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing file}: one file in or out. */
@Command(
        name = "file",
        description = "Put one file into a collection, or get one out of it.",
        mixinStandardHelpOptions = true,
        subcommands = {FileCommand.Put.class, FileCommand.Get.class})
final class FileCommand extends CommandGroup {
    private static final int CHUNK_BYTES = 256 << 10;

    /** {@code xing file put}. */
    @Command(
            name = "put",
            description = "Put a file into a collection; refused if the name is taken.",
            mixinStandardHelpOptions = true)
    static final class Put implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Option(names = "--replace", description = "Take the name if it is in use.")
        boolean replace;

        @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
        Path file = Path.of("");

        @Parameters(
                index = "1",
                paramLabel = "COLLECTION[/PATH]",
                description = "Where to; the file keeps its name if PATH ends with a slash or is not given.")
        String to = "";

        @Override
        public void run() {
            if (!Files.isRegularFile(file)) {
                throw new Failure("there is no file " + file + ".");
            }
            Remote given = Remote.of(to);
            Remote target = given.path().isEmpty() || given.path().endsWith("/")
                    ? new Remote(given.collection(), given.path() + file.getFileName())
                    : given;
            options.with(store -> put(store, target));
        }

        private void put(StoreClient store, Remote target) throws IOException, InterruptedException {
            long size = Files.size(file);
            try (ByteProgress progress = new ByteProgress("Putting", size)) {
                AtomicReference<Digesting> sent = new AtomicReference<>();
                HttpRequest.BodyPublisher body = BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> {
                            Digesting in = new Digesting(open(file), progress);
                            sent.set(in);
                            return in;
                        }),
                        Math.max(1, size));
                HttpRequest request = store.request(StoreClient.path(target.collection(), target.path()))
                        .expectContinue(size > CHUNK_BYTES)
                        .method(replace ? "PUT" : "POST", size == 0 ? BodyPublishers.noBody() : body)
                        .build();
                HttpResponse<InputStream> response = store.send(request);
                response.body().close();
                Digesting in = sent.get();
                String sha256 = in == null ? Sha256.of(new byte[0]) : Sha256.hex(in.digest);
                String etag = response.headers().firstValue("ETag").orElse("");
                if (!Sha256.isTag(etag, sha256)) {
                    throw new Failure(target + ": expected to be stored with SHA-256 " + sha256.substring(0, 32)
                            + "..., found " + etag + ".");
                }
                progress.done();
                System.out.println(target + ": " + progress.summary());
            }
        }
    }

    /** {@code xing file get}. */
    @Command(name = "get", description = "Get a file out of a collection.", mixinStandardHelpOptions = true)
    static final class Get implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(index = "0", paramLabel = "COLLECTION/PATH", description = "Which one.")
        String from = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FILE",
                description = "Where to; a directory keeps the name, - is the standard output.")
        @Nullable
        Path file;

        @Override
        public void run() {
            Remote source = Remote.of(from);
            if (source.path().isEmpty() || source.path().endsWith("/")) {
                throw new Failure("'" + from + "': expected COLLECTION/PATH of one file; `xing dir get` gets many.");
            }
            options.with(store -> get(store, source));
        }

        private void get(StoreClient store, Remote source) throws IOException, InterruptedException {
            if (store.hasCopies()) {
                getFromAny(store, source);
                return;
            }
            HttpResponse<InputStream> response =
                    store.send(store.request(StoreClient.path(source.collection(), source.path()))
                            .GET()
                            .build());
            long size = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            String etag = response.headers().firstValue("ETag").orElse("");
            if (isStandardOutput()) {
                copy(store, response.body(), System.out, source, etag, null);
                System.out.flush();
                return;
            }
            Path target = target(source);
            Path part = target.resolveSibling(target.getFileName() + ".part");
            try (ByteProgress progress = new ByteProgress("Getting", size)) {
                try (OutputStream out = Files.newOutputStream(part)) {
                    copy(store, response.body(), out, source, etag, progress);
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                progress.done();
                System.out.println(target + ": " + progress.summary());
            } finally {
                Files.deleteIfExists(part);
            }
        }

        /** From the first server, and on from the next one if it goes away in the middle. */
        private void getFromAny(StoreClient store, Remote source) throws IOException {
            String path = StoreClient.path(source.collection(), source.path());
            if (isStandardOutput()) {
                try (ReplicatedReader reader = store.replicated()) {
                    reader.read(path, System.out);
                    System.out.flush();
                }
                return;
            }
            Path target = target(source);
            Path part = target.resolveSibling(target.getFileName() + ".part");
            try (ByteProgress progress = new ByteProgress("Getting", -1);
                    ReplicatedReader reader = store.replicated()) {
                try (OutputStream out = Files.newOutputStream(part)) {
                    progress.moved(reader.read(path, out).bytes());
                }
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                progress.done();
                System.out.println(target + ": " + progress.summary());
            } finally {
                Files.deleteIfExists(part);
            }
        }

        private boolean isStandardOutput() {
            return file != null && file.toString().equals("-");
        }

        private Path target(Remote source) {
            Path name = Path.of(source.path()).getFileName();
            return file == null ? name : Files.isDirectory(file) ? file.resolve(name) : file;
        }

        private static void copy(
                StoreClient store,
                InputStream body,
                OutputStream out,
                Remote source,
                String etag,
                @Nullable ByteProgress progress)
                throws IOException, InterruptedException {
            MessageDigest digest = Sha256.digest();
            byte[] chunk = new byte[CHUNK_BYTES];
            try (body) {
                for (int n = read(store, body, chunk, source); n >= 0; n = read(store, body, chunk, source)) {
                    digest.update(chunk, 0, n);
                    out.write(chunk, 0, n);
                    if (progress != null) {
                        progress.moved(n);
                    }
                }
            }
            String sha256 = Sha256.hex(digest);
            if (!Sha256.isTag(etag, sha256)) {
                throw new Failure(source + ": expected SHA-256 " + etag + ", found " + sha256.substring(0, 32) + "...");
            }
        }
    }

    /** Reads on; a body that breaks off does so because the file is damaged, most times, and the server knows where. */
    private static int read(StoreClient store, InputStream body, byte[] chunk, Remote source)
            throws IOException, InterruptedException {
        try {
            return body.read(chunk);
        } catch (IOException e) {
            String damage = store.damages(source.collection()).get(source.path());
            throw new Failure(
                    (damage == null ? source + ": broke off: " + e.getMessage() + "; repeat the command" : damage)
                            + ".",
                    e);
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file that is on its way, and its digest. */
    private static final class Digesting extends FilterInputStream {
        private final MessageDigest digest = Sha256.digest();
        private final ByteProgress progress;

        Digesting(InputStream in, ByteProgress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = in.read(target, offset, length);
            if (n > 0) {
                digest.update(target, offset, n);
                progress.moved(n);
            }
            return n;
        }
    }
}
