package org.xingvo.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.Holdings;
import org.xingvo.ingest.load.Holdings.Known;
import org.xingvo.ingest.load.Holdings.Shelf;
import org.xingvo.ingest.load.Holdings.Waiting;
import org.xingvo.ingest.load.Reject;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Compares the catalogue with the store after a restore, when either may be later than the other. Rows without bytes,
 * and files of users without a node, become rows of xing.rejects; bytes without rows, or with rows of other bytes, wait to
 * be described. Memory does not grow with the number of files. One thread at a time.
 */
public final class Reconciliation {
    /** Reason in xing.rejects of a row whose bytes are not there. */
    public static final String MISSING = "bytes-missing";

    /** Reason in xing.rejects of bytes in the user area that no node leads to. */
    public static final String LOST = "node-missing";

    private static final int PAGE = 1000;

    private final Store store;
    private final Catalogue catalogue;
    private final Holdings holdings;
    private final String authority;

    public Reconciliation(Store store, Catalogue catalogue, String authority) {
        this.store = store;
        this.catalogue = catalogue;
        this.holdings = new Holdings(catalogue);
        this.authority = authority;
    }

    /**
     * What was found.
     *
     * @param run number of the rows in xing.rejects
     * @param files that are in both
     * @param missing rows without bytes
     * @param queued bytes that wait to be described
     * @param lost files of users without a node
     */
    public record Report(long run, long files, long missing, long queued, long lost) {}

    public Report run() throws IOException {
        long run = catalogue.nextRun();
        long files = 0;
        long missing = 0;
        long queued = 0;
        long lost = 0;
        try {
            for (Shelf shelf : holdings.shelves()) {
                if (!store.collections().contains(shelf.storeId())) {
                    Merge merge = new Merge(shelf, run, false);
                    holdings.files(shelf, merge);
                    merge.end();
                    missing += merge.missing;
                    continue;
                }
                Merge merge = new Merge(shelf, run, true);
                holdings.files(shelf, merge);
                merge.end();
                files += merge.files;
                missing += merge.missing;
                queued += merge.queued;
                lost += merge.lost;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Report(run, files, missing, queued, lost);
    }

    /** Two lists in byte order of their names, walked side by side. */
    private final class Merge implements Holdings.Receiver {
        private final Shelf shelf;
        private final long run;
        private final ArrayDeque<StoredObject> page = new ArrayDeque<>();
        private final List<Waiting> waiting = new ArrayList<>();
        private final List<Reject> rejects = new ArrayList<>();
        private boolean more;
        private @Nullable String after;
        private long files;
        private long missing;
        private long queued;
        private long lost;

        Merge(Shelf shelf, long run, boolean stored) {
            this.shelf = shelf;
            this.run = run;
            this.more = stored;
        }

        @Override
        public void file(Known file) {
            StoredObject object = peek();
            while (object != null && compare(object.key().name(), file.name()) < 0) {
                unknown(page.remove());
                object = peek();
            }
            if (object == null || compare(object.key().name(), file.name()) > 0) {
                missing++;
                reject(new Reject(file.path(), MISSING, expected(file)));
                return;
            }
            page.remove();
            byte[] sha256 = file.sha256();
            if (sha256 == null || Arrays.equals(sha256, object.sha256())) {
                files++;
            } else if (shelf.catalogued()) {
                queue(object);
            } else {
                missing++;
                reject(new Reject(file.path(), MISSING, expected(file)));
            }
        }

        private static String expected(Known file) {
            byte[] sha256 = file.sha256();
            return "store: expected bytes named %s%s, found none"
                    .formatted(
                            file.name(),
                            sha256 == null
                                    ? ""
                                    : " with SHA-256 " + HexFormat.of().formatHex(sha256));
        }

        void end() {
            for (StoredObject object = peek(); object != null; object = peek()) {
                unknown(page.remove());
            }
            flush();
        }

        private @Nullable StoredObject peek() {
            if (page.isEmpty() && more) {
                try {
                    page.addAll(store.list(shelf.storeId(), "", after, PAGE));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                more = page.size() == PAGE;
                after = page.isEmpty() ? null : page.getLast().key().name();
            }
            return page.peek();
        }

        private void unknown(StoredObject object) {
            if (shelf.catalogued()) {
                if (!Versions.isVersion(object.key().name())) {
                    queue(object);
                }
            } else {
                lost++;
                reject(new Reject(
                        shelf.name() + "/" + object.key().name(),
                        LOST,
                        "tree: expected a node with these %,d bytes, found none".formatted(object.sizeBytes())));
            }
        }

        private void queue(StoredObject object) {
            queued++;
            String path = object.key().name();
            waiting.add(new Waiting(
                    path,
                    DatasetNames.accessPath(shelf.name(), path),
                    DatasetNames.publisherDid(authority, shelf.name(), path)));
            if (waiting.size() >= PAGE) {
                flush();
            }
        }

        private void reject(Reject reject) {
            rejects.add(reject);
            if (rejects.size() >= PAGE) {
                flush();
            }
        }

        private void flush() {
            holdings.queue(shelf, waiting);
            holdings.report(run, shelf, rejects);
            waiting.clear();
            rejects.clear();
        }

        private static int compare(String a, String b) {
            return Arrays.compareUnsigned(
                    a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
