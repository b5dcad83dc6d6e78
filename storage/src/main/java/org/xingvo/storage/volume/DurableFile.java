package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small files that are there whole, old or new, whenever the power goes. */
public final class DurableFile {
    private DurableFile() {}

    public static void replace(Path directory, String name, String text) throws IOException {
        replace(directory, name, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static void replace(Path directory, String name, ByteBuffer bytes) throws IOException {
        Path temporary = directory.resolve(name + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                temporary,
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(directory);
    }

    /** Makes new, renamed and deleted files of a directory survive a power loss. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
