package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where the data of a block to append comes from. */
public sealed interface BlockData {
    long length();

    /** Some bytes of an array. */
    record Bytes(byte[] array, int start, int size) implements BlockData {
        @Override
        public long length() {
            return size;
        }
    }

    /** A piece of a file that nobody else closes or changes. */
    record Slice(FileChannel file, long start, long length) implements BlockData {}

    /** A piece of something that can be read at positions: a block of another volume. */
    record Region(Source source, long start, long length) implements BlockData {}

    /** Reads like pread; -1 at the end. */
    @FunctionalInterface
    interface Source {
        int read(ByteBuffer target, long position) throws IOException;
    }
}
