package org.xingvo.server.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.storage.ObjectKey;

/**
 * The regular files below a folder in the order of their names in a store: by the bytes of their UTF-8.
 *
 * @param files relative to the folder, with slashes
 * @param bytes of all of them
 * @param others links and special files, which are left out
 */
record LocalFiles(List<Entry> files, long bytes, long others) {
    record Entry(String name, long size) {}

    static LocalFiles below(Path directory) throws IOException {
        List<Entry> files = new ArrayList<>();
        long[] counts = new long[2];
        int root = directory.getNameCount();
        boolean here = directory.toString().isEmpty();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    Path below = here ? file : file.subpath(root, file.getNameCount());
                    files.add(new Entry(below.toString(), attributes.size()));
                    counts[0] += attributes.size();
                } else {
                    counts[1]++;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort((a, b) -> ObjectKey.compareNames(a.name(), b.name()));
        return new LocalFiles(files, counts[0], counts[1]);
    }
}
