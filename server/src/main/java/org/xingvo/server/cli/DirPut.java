package org.xingvo.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xingvo.server.client.Sha256;
import org.xingvo.storage.ObjectKey;

/** Puts the files below a folder: what is missing goes out in tar streams, some side by side. For one run. */
final class DirPut {
    private static final int BATCH_FILES = 20_000;
    private static final long BATCH_BYTES = 256L << 20;

    private final StoreClient store;
    private final Path directory;
    private final Remote target;
    private final boolean replace;
    private final int streams;
    private final Troubles troubles = new Troubles();

    DirPut(StoreClient store, Path directory, Remote target, boolean replace, int streams) {
        this.store = store;
        this.directory = directory;
        this.target = target;
        this.replace = replace;
        this.streams = streams;
    }

    void run() throws Exception {
        LocalFiles local = LocalFiles.below(directory);
        try (ByteProgress progress = new ByteProgress("Putting", local.bytes());
                SideBySide sending = new SideBySide(streams)) {
            RemoteNames remote = new RemoteNames(store, target);
            List<LocalFiles.Entry> batch = new ArrayList<>();
            long bytes = 0;
            for (LocalFiles.Entry file : local.files()) {
                if (!isMissing(file, remote, progress)) {
                    continue;
                }
                batch.add(file);
                bytes += file.size();
                if (batch.size() >= BATCH_FILES || bytes >= BATCH_BYTES) {
                    List<LocalFiles.Entry> full = batch;
                    sending.start(() -> send(full, progress));
                    batch = new ArrayList<>();
                    bytes = 0;
                }
            }
            List<LocalFiles.Entry> last = batch;
            if (!last.isEmpty()) {
                sending.start(() -> send(last, progress));
            }
            sending.finish();
            System.out.println(target + ": " + progress.summary());
        }
        if (local.others() > 0) {
            System.out.println("Left out: %,d links and special files.".formatted(local.others()));
        }
        troubles.check("put");
    }

    private boolean isMissing(LocalFiles.Entry file, RemoteNames remote, ByteProgress progress)
            throws IOException, InterruptedException {
        String name = target.prefix() + file.name();
        RemoteNames.Entry there = remote.peek();
        while (there != null && ObjectKey.compareNames(there.name(), name) < 0) {
            remote.take();
            there = remote.peek();
        }
        if (there == null || !there.name().equals(name)) {
            return true;
        }
        if (there.size() == file.size() && there.sha256().equals(Sha256.of(directory.resolve(file.name())))) {
            progress.wasThere(file.size());
            return false;
        }
        if (!replace) {
            troubles.add(target.collection() + "/" + name + ": is there with other bytes; --replace replaces it.");
        }
        return replace;
    }

    private void send(List<LocalFiles.Entry> files, ByteProgress progress) throws IOException, InterruptedException {
        Map<String, String> digests = new ConcurrentHashMap<>();
        HttpRequest request = store.request(
                        StoreClient.path(target.collection(), "") + (replace ? "?mode=replace" : ""))
                .header("Content-Type", "application/x-tar")
                .POST(BodyPublishers.ofInputStream(() -> new TarStream(directory, target.prefix(), files, digests)))
                .build();
        HttpResponse<InputStream> response = store.sendAny(request);
        if (!response.headers().firstValue("Content-Type").orElse("").startsWith("application/x-ndjson")) {
            throw StoreClient.failure(response);
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                outcome((Map<?, ?>) JsonText.parse(line), digests, progress);
            }
        }
        if (!digests.isEmpty()) {
            throw new Failure("the server said nothing of %,d files, %s among them."
                    .formatted(digests.size(), digests.keySet().iterator().next()));
        }
    }

    private void outcome(Map<?, ?> said, Map<String, String> digests, ByteProgress progress) {
        if (said.get("complete") instanceof Boolean complete) {
            if (!complete) {
                throw new Failure(said.get("error") + ".");
            }
            return;
        }
        String name = String.valueOf(said.get("name"));
        String sha256 = digests.remove(name);
        if (said.get("error") != null) {
            troubles.add(target.collection() + "/" + name + ": " + said.get("error") + ".");
        } else if (sha256 == null || !Sha256.isTag(String.valueOf(said.get("etag")), sha256)) {
            troubles.add(target.collection() + "/" + name + ": expected to be stored with SHA-256 " + sha256
                    + ", found one that begins with " + said.get("etag") + ".");
        } else {
            progress.moved(JsonText.number(said, "size"));
            progress.done();
        }
    }
}
