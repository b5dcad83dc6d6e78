package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.file.Path;
import org.xingvo.storage.local.LocalStore;

/**
 * A process that brings two copies of a collection up to date, a directory and a store, and says so at every step:
 * folder of the three. Its parent kills it.
 */
final class CopyChild {
    private CopyChild() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (LocalStore source = LocalStore.open(folder.resolve("source"), StoreCopyIT.SMALL);
                LocalStore mirror = LocalStore.open(folder.resolve("mirror"), StoreCopyIT.SMALL)) {
            copy(source, DirectoryTarget.in(folder.resolve("backup"), false));
            copy(source, new LocalTarget(mirror, true));
        }
        System.out.println("done");
    }

    private static void copy(LocalStore source, VolumeTarget target) throws IOException {
        try (target;
                LocalSource from = LocalSource.open(source, StoreCopyIT.SURVEY)) {
            CollectionCopy.run(from, target, null, new Telling());
        }
    }

    /** The last line of a copy comes before its end: what makes it count is still to be done. */
    private static final class Telling implements CopyProgress {
        @Override
        public void begin(long bytes, long there) {
            System.out.println("begin");
        }

        @Override
        public void advance(long bytes) {
            System.out.println("at " + bytes);
        }
    }
}
