package org.xingvo.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * The settings that belong to a data directory and not to a start: clients have stored what is made of them. Immutable.
 *
 * @param authority the naming authority of all IVOIDs
 * @param title the service's name for people
 */
record DataDirectory(String authority, String title) {
    private static final String FILE = "xingvo.properties";

    /** Reads the settings, or keeps the given ones when there are none yet. */
    static DataDirectory openOrCreate(Path directory, String authority, String title) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            return read(file);
        }
        Files.createDirectories(directory);
        Properties properties = new Properties();
        properties.setProperty("authority", authority);
        properties.setProperty("title", title);
        Path temporary = directory.resolve(FILE + ".new");
        try (OutputStream out = Files.newOutputStream(temporary)) {
            properties.store(out, "Made at the first start; identifiers in the archive depend on the authority.");
        }
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return new DataDirectory(authority, title);
    }

    private static DataDirectory read(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        String authority = properties.getProperty("authority");
        String title = properties.getProperty("title");
        if (authority == null || title == null) {
            throw new IOException(file + ": expected the keys authority and title, found " + properties.keySet());
        }
        return new DataDirectory(authority, title);
    }
}
