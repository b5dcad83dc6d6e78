package org.xingvo.server.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.client.Sha256;
import org.xingvo.storage.ObjectKey;

/** Gets the files of a collection page by page: of each page what is missing comes as a tar stream. For one run. */
final class DirGet {
    private static final int BUFFER_BYTES = 256 << 10;

    private final StoreClient store;
    private final Remote source;
    private final Path directory;
    private final int streams;
    private final Troubles troubles = new Troubles();
    private final Set<Path> made = ConcurrentHashMap.newKeySet();

    DirGet(StoreClient store, Remote source, Path directory, int streams) {
        this.store = store;
        this.source = source;
        this.directory = directory;
        this.streams = streams;
    }

    void run() throws Exception {
        Files.createDirectories(directory);
        try (ByteProgress progress = new ByteProgress("Getting", -1);
                SideBySide getting = new SideBySide(streams)) {
            RemoteNames names = new RemoteNames(store, source);
            String after = null;
            for (List<RemoteNames.Entry> page = names.page(); !page.isEmpty(); page = names.page()) {
                List<RemoteNames.Entry> wanted = page;
                String from = after;
                getting.start(() -> get(wanted, from, progress));
                after = page.getLast().name();
            }
            getting.finish();
            System.out.println(directory + ": " + progress.summary());
        }
        troubles.check("got");
    }

    private void get(List<RemoteNames.Entry> page, @Nullable String after, ByteProgress progress)
            throws IOException, InterruptedException {
        Map<String, RemoteNames.Entry> missing = page.stream()
                .filter(entry -> !isThere(entry, progress))
                .collect(Collectors.toMap(RemoteNames.Entry::name, entry -> entry));
        if (missing.isEmpty()) {
            return;
        }
        String from = after;
        IOException broken = stream(missing, from, page.size(), progress);
        while (broken != null) {
            from = damaged(missing, broken);
            missing.remove(from);
            broken = missing.isEmpty() ? null : stream(missing, from, page.size(), progress);
        }
        missing.keySet()
                .forEach(name -> troubles.add(
                        source.collection() + "/" + name + ": did not come; it was" + " changed or is damaged."));
    }

    /** Names the file that a stream broke off at because it is damaged; those behind it may be good. */
    private String damaged(Map<String, RemoteNames.Entry> missing, IOException broken)
            throws IOException, InterruptedException {
        Map<String, String> damages = store.damages(source.collection());
        String name = missing.keySet().stream()
                .filter(damages::containsKey)
                .min(ObjectKey::compareNames)
                .orElseThrow(() -> new Failure(
                        "the stream of " + source + " broke off: " + broken.getMessage()
                                + "; repeat the command to go on.",
                        broken));
        troubles.add(damages.get(name) + ".");
        return name;
    }

    /** Takes what is missing out of one stream; returns why it broke off, null if it did not. */
    private @Nullable IOException stream(
            Map<String, RemoteNames.Entry> missing, @Nullable String after, int limit, ByteProgress progress)
            throws IOException, InterruptedException {
        String path = StoreClient.path(source.collection(), "") + "/?format=tar&limit=" + limit + "&prefix="
                + StoreClient.encode(source.prefix()) + (after == null ? "" : "&after=" + StoreClient.encode(after));
        HttpResponse<InputStream> response =
                store.sendAny(store.request(path).GET().build());
        if (response.statusCode() != 200) {
            Failure refused = StoreClient.failure(response);
            if (response.statusCode() == 500) {
                // damaged is the first one
                return new IOException(refused.getMessage(), refused);
            }
            throw refused;
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(response.body(), BUFFER_BYTES), 10240, 512, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                RemoteNames.Entry wanted = missing.get(entry.getName());
                if (wanted != null) {
                    write(tar, entry, wanted, progress);
                    missing.remove(entry.getName());
                }
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private boolean isThere(RemoteNames.Entry entry, ByteProgress progress) {
        Path file = path(entry.name());
        try {
            if (file != null
                    && Files.isRegularFile(file)
                    && Files.size(file) == entry.size()
                    && Sha256.of(file).equals(entry.sha256())) {
                progress.wasThere(entry.size());
                return true;
            }
        } catch (IOException e) {
            // then it is got anew
        }
        return false;
    }

    /** Where an object goes; null if that would be outside of the folder. */
    private @Nullable Path path(String name) {
        String below = name.substring(source.prefix().length());
        Path file = directory.resolve(below).normalize();
        return below.isEmpty() || below.indexOf('\0') >= 0 || !file.startsWith(directory.normalize()) ? null : file;
    }

    private void write(InputStream in, TarArchiveEntry entry, RemoteNames.Entry wanted, ByteProgress progress)
            throws IOException {
        Path file = path(wanted.name());
        if (file == null) {
            troubles.add(wanted.name() + ": expected a name below the folder, found another.");
            return;
        }
        Path parent = file.getParent();
        if (parent != null && made.add(parent)) {
            Files.createDirectories(parent);
        }
        String sha256;
        if (entry.getSize() <= BUFFER_BYTES) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            sha256 = Sha256.of(bytes);
            if (sha256.equals(wanted.sha256())) {
                Files.write(file, bytes);
            }
            progress.moved(bytes.length);
        } else {
            sha256 = large(in, file, wanted, progress);
        }
        if (sha256.equals(wanted.sha256())) {
            progress.done();
        } else {
            troubles.add(source.collection() + "/" + wanted.name() + ": expected SHA-256 " + wanted.sha256()
                    + ", found " + sha256 + ".");
        }
    }

    private static String large(InputStream in, Path file, RemoteNames.Entry wanted, ByteProgress progress)
            throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[BUFFER_BYTES];
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    digest.update(chunk, 0, n);
                    out.write(chunk, 0, n);
                    progress.moved(n);
                }
            }
            String sha256 = Sha256.hex(digest);
            if (sha256.equals(wanted.sha256())) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return sha256;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
