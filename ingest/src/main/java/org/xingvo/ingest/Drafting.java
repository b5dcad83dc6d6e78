package org.xingvo.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.Draft;
import org.xingvo.ingest.collection.LayoutGrouping;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;

/** Reads the headers of a sample of files and drafts collections from them. One thread at a time. */
final class Drafting {
    /** Of every directory at least so many files are looked at. */
    private static final int LEAST_OF_A_DIRECTORY = 5;

    private static final int WINDOW = 128;

    private final PublishOptions options;
    private final Progress progress;

    private record Looked(String path, List<HduHeader> hdus, Observation observation) {}

    Drafting(PublishOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    List<Draft> draft(List<FoundFile> files, List<CollectionDescription> existing, Set<String> taken) {
        List<FoundFile> sample = sample(files, options.sampleFiles());
        progress.begin(Progress.Phase.DRAFT, sample.size());
        LayoutGrouping grouping = new LayoutGrouping(options.rules(), existing);
        int threads = Math.min(options.workers(), 2 * Runtime.getRuntime().availableProcessors());
        try (ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("draft-", 0).daemon().factory())) {
            for (int from = 0; from < sample.size() && !progress.stopRequested(); from += WINDOW) {
                List<Future<@Nullable Looked>> window = new ArrayList<>();
                for (FoundFile file : sample.subList(from, Math.min(sample.size(), from + WINDOW))) {
                    window.add(pool.submit(() -> look(file)));
                }
                for (Future<@Nullable Looked> future : window) {
                    Looked looked = future.get();
                    if (looked != null) {
                        grouping.add(looked.path(), looked.hdus(), looked.observation());
                    }
                }
                progress.advance(Math.min(sample.size(), from + WINDOW));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("ingest was interrupted", e);
        } catch (ExecutionException e) {
            throw new IngestException("headers cannot be read: " + e.getCause(), e);
        }
        return grouping.draft(taken);
    }

    /** Why a file cannot be looked at is said when it is taken in. */
    private static @Nullable Looked look(FoundFile file) {
        try {
            List<HduHeader> hdus =
                    SourceFile.open(file.file(), file.sizeBytes()).headers(HeaderLimits.DEFAULT);
            return new Looked(file.path(), hdus, Describer.describe(hdus));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** All files when they are few enough; else of each directory a share, evenly spread over the names. */
    static List<FoundFile> sample(List<FoundFile> files, int limit) {
        if (files.size() <= limit) {
            return files;
        }
        Map<String, List<FoundFile>> directories = new LinkedHashMap<>();
        for (FoundFile file : files) {
            int slash = file.path().lastIndexOf('/');
            directories
                    .computeIfAbsent(slash < 0 ? "" : file.path().substring(0, slash), k -> new ArrayList<>())
                    .add(file);
        }
        int least = Math.clamp(limit / directories.size(), 1, LEAST_OF_A_DIRECTORY);
        List<FoundFile> sample = new ArrayList<>();
        for (List<FoundFile> directory : directories.values()) {
            long share = Math.max(least, (long) directory.size() * limit / files.size());
            long count = Math.min(directory.size(), share);
            for (long i = 0; i < count; i++) {
                sample.add(directory.get((int) (i * directory.size() / count)));
            }
        }
        return sample;
    }
}
