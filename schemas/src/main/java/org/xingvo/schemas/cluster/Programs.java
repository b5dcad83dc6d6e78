package org.xingvo.schemas.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, out of the jar that carries them. A directory of programs appears complete
 * under its final name or not at all. Thread-safe.
 */
public final class Programs {
    private static final int BUFFER_BYTES = 1 << 16;

    private Programs() {}

    /** Version of PostgreSQL that this program brings, for example {@code 18.6.0}. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream stream = Programs.class.getResourceAsStream("programs.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    /** Whether there are programs for this operating system and processor. */
    public static boolean available() {
        return Programs.class.getResource(archive()) != null;
    }

    /**
     * The directory of initdb, pg_ctl and postgres below {@code parent}, unpacked now if it is not there.
     *
     * @throws DatabaseUnavailable no programs for this machine, no space
     */
    public static Path unpack(Path parent) {
        Path target = parent.toAbsolutePath().resolve("programs-" + version() + platform());
        try {
            if (!Files.isDirectory(target)) {
                Files.createDirectories(parent);
                Path draft = Files.createTempDirectory(parent, "programs.new");
                try {
                    extract(draft);
                    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
                    publish(draft, target);
                } finally {
                    Directories.delete(draft);
                }
            }
            return target.resolve("bin");
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    "The embedded database's programs cannot be unpacked into " + parent + " (" + e
                            + "): give the directory 100 MB of space, or choose another with --data.",
                    e);
        }
    }

    private static void publish(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another process was first; its copy is as good
        }
    }

    private static void extract(Path directory) throws IOException {
        try (InputStream packed = Programs.class.getResourceAsStream(archive())) {
            if (packed == null) {
                throw new DatabaseUnavailable("There is no embedded database for this machine ("
                        + archive().substring(1) + " is not on the class path): give a database with --db.");
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, BUFFER_BYTES)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = directory.resolve(entry.getName()).normalize();
                if (!path.startsWith(directory)) {
                    throw new IOException(entry.getName() + " points out of the archive");
                }
                if (isNeeded(entry)) {
                    write(tar, entry, path);
                }
            }
        }
    }

    /** Not what only a compiler reads. */
    private static boolean isNeeded(TarArchiveEntry entry) {
        return !entry.isDirectory()
                && !entry.getName().endsWith(".a")
                && !entry.getName().contains("/pgxs/")
                && !entry.getName().contains("include/");
    }

    private static void write(InputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static String archive() {
        return "/postgres" + platform() + ".txz";
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
        return "-" + os + "-" + arch;
    }
}
