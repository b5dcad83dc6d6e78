package org.xingvo.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.Reject;

/**
 * Finds the files below directories: in the order of their names, links followed but no directory entered twice,
 * hidden files and directories left out. What cannot be read is a reject, not an end. One thread at a time.
 */
final class Scan {
    /** Limits of one scan. Immutable. */
    record Limits(int maxFiles, int maxDepth) {
        static final Limits DEFAULT = new Limits(10_000_000, 100);
    }

    private final Limits limits;
    private final @Nullable Instant since;
    private long older;
    private Map<Path, String> labels = Map.of();
    private final List<FoundFile> files = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private final Set<Object> entered = new HashSet<>();

    Scan(Limits limits) {
        this(limits, null);
    }

    /** @param since files modified before are left out; null: none */
    Scan(Limits limits, @Nullable Instant since) {
        this.limits = limits;
        this.since = since;
    }

    /** Files that were left out because they are older. */
    long older() {
        return older;
    }

    /** The directories that were given, with the first part of the paths of their files. */
    Map<Path, String> labels() {
        return labels;
    }

    List<FoundFile> files() {
        return files;
    }

    List<Reject> rejects() {
        return rejects;
    }

    /** @throws IngestException a path that was given is not there */
    void walk(List<Path> roots) {
        labels = labels(roots);
        for (Map.Entry<Path, String> root : labels.entrySet()) {
            if (!Files.exists(root.getKey())) {
                throw new IngestException(
                        "directory %s: expected files to read, found nothing of that name".formatted(root.getKey()));
            }
            visit(root.getKey(), root.getValue(), 0);
        }
    }

    /** Some files of one directory, with the paths that a walk would give them. */
    void only(Path root, List<Path> some) {
        labels = labels(List.of(root));
        for (Map.Entry<Path, String> label : labels.entrySet()) {
            for (Path file : some) {
                visit(file, label.getValue() + "/" + slashed(label.getKey().relativize(file)), 0);
            }
        }
    }

    /** The last name of each directory; where two have the same, as many names before it as tell them apart. */
    static Map<Path, String> labels(List<Path> roots) {
        List<Path> absolute = roots.stream()
                .map(r -> r.toAbsolutePath().normalize())
                .distinct()
                .toList();
        Map<Path, String> labels = new LinkedHashMap<>();
        for (Path root : absolute) {
            int names = 1;
            while (names < root.getNameCount() && isShared(root, names, absolute)) {
                names++;
            }
            labels.put(root, slashed(tail(root, names)));
        }
        return labels;
    }

    private static boolean isShared(Path root, int names, List<Path> all) {
        return all.stream()
                        .filter(other -> tail(other, names).equals(tail(root, names)))
                        .count()
                > 1;
    }

    private static Path tail(Path path, int names) {
        int count = path.getNameCount();
        return count == 0 ? Path.of("root") : path.subpath(Math.max(0, count - names), count);
    }

    private static String slashed(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(n -> names.add(n.toString()));
        return String.join("/", names);
    }

    private void visit(Path file, String path, int depth) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            rejects.add(new Reject(path, "unreadable", "file: expected its attributes, found " + reason(e)));
            return;
        }
        if (attributes.isDirectory()) {
            enter(file, path, depth, attributes);
        } else if (attributes.isRegularFile()) {
            if (files.size() >= limits.maxFiles()) {
                throw new IngestException(
                        "scan: expected at most %d files, found more by %s".formatted(limits.maxFiles(), path));
            }
            if (since != null && attributes.lastModifiedTime().toInstant().isBefore(since)) {
                older++;
            } else {
                files.add(new FoundFile(
                        file,
                        path,
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant()));
            }
        } else {
            rejects.add(new Reject(path, "not-a-file", "expected a file, found a device, pipe or socket"));
        }
    }

    private void enter(Path directory, String path, int depth, BasicFileAttributes attributes) {
        Object key = attributes.fileKey() == null ? directory.toAbsolutePath().normalize() : attributes.fileKey();
        if (!entered.add(key)) {
            return;
        }
        if (depth >= limits.maxDepth()) {
            rejects.add(new Reject(
                    path,
                    "too-deep",
                    "directory: expected at most %d levels, found more".formatted(limits.maxDepth())));
            return;
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                if (!name(child).startsWith(".")) {
                    children.add(child);
                }
            }
        } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
            rejects.add(new Reject(path, "unreadable", "directory: expected its entries, found " + reason(e)));
            return;
        }
        children.sort(Comparator.comparing(Scan::name));
        for (Path child : children) {
            visit(child, path + "/" + name(child), depth + 1);
        }
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** An I/O trouble in words that do not name the machine's folders. */
    static String reason(Exception e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException gone -> "no such file";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.getClass().getSimpleName();
        };
    }
}
