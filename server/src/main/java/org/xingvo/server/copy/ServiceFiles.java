package org.xingvo.server.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.xingvo.storage.copy.CopyException;

/**
 * The small files of a data directory as a zip file and back: settings, tokens, keys, descriptions of collections. What
 * has a backup of its own (volumes, database) or can be had again (the demo survey) stays out.
 */
final class ServiceFiles {
    private static final Set<String> LEFT_OUT = Set.of("store", "postgres", "demo", ServiceRestore.MARKER);
    private static final long MAX_FILE_BYTES = 16L << 20;

    private ServiceFiles() {}

    static void write(Path dataDirectory, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (Path file : files(dataDirectory)) {
            zip.putNextEntry(new ZipEntry(dataDirectory.relativize(file).toString()));
            Files.copy(file, zip);
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    private static List<Path> files(Path dataDirectory) throws IOException {
        try (Stream<Path> top = Files.list(dataDirectory)) {
            return top.filter(entry -> !LEFT_OUT.contains(entry.getFileName().toString()))
                    .sorted()
                    .flatMap(ServiceFiles::below)
                    .toList();
        }
    }

    private static Stream<Path> below(Path entry) {
        try (Stream<Path> all = Files.walk(entry)) {
            return all
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && !file.toString().endsWith(".new")
                            && file.toFile().length() <= MAX_FILE_BYTES)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Writes the files of a zip file, readable for their owner alone, over those that are there. */
    static void extract(Path zipFile, Path dataDirectory) throws IOException {
        try (ZipFile zip = new ZipFile(zipFile.toFile(), StandardCharsets.UTF_8)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path file = dataDirectory.resolve(entry.getName()).normalize();
                if (!file.startsWith(dataDirectory)) {
                    throw new CopyException(
                            "%s: expected files of a data directory, found %s".formatted(zipFile, entry.getName()));
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        } catch (java.util.zip.ZipException e) {
            throw new CopyException(
                    "%s: expected a whole zip file, found none (%s)".formatted(zipFile, e.getMessage()));
        }
    }
}
