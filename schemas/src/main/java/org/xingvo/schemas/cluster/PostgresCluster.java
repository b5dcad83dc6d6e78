package org.xingvo.schemas.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL that belongs to this process: one directory, one postmaster, loopback only, scram. The
 * directory holds {@code data} (PostgreSQL's own), {@code password} (mode 600), {@code postgres.log} and {@code lock}.
 * One thread at a time.
 */
public final class PostgresCluster implements AutoCloseable {
    public static final String USER = "xingvo";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final int ATTEMPTS = 40;
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Another took the port; the processes of a killed postmaster are still ending. */
    private static final List<String> PASSING = List.of("Address already in use", "shared memory block");

    private static final long LOG_BYTES = 10_000_000;
    private static final int START_SECONDS = 600; // crash recovery replays the log first
    private static final int STOP_SECONDS = 120;
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    private final Path bin;
    private final Path home;
    private final Path data;
    private final FileChannel lock;
    private final Unprivileged unprivileged;
    private final String password;
    private int port;

    private PostgresCluster(Path bin, Path home, FileChannel lock, Unprivileged unprivileged, String password) {
        this.bin = bin;
        this.home = home;
        this.data = home.resolve("data");
        this.lock = lock;
        this.unprivileged = unprivileged;
        this.password = password;
    }

    /**
     * Starts the cluster of {@code home}, made now if it is not there.
     *
     * @param bin directory of PostgreSQL's programs
     * @param settings lines of postgresql.conf; address and port are ours
     * @throws DatabaseUnavailable in use by another process, of another version, no space, ...
     */
    public static PostgresCluster start(Path bin, Path home, Map<String, String> settings) {
        return start(bin, home, settings, Unprivileged::detect);
    }

    static PostgresCluster start(
            Path bin, Path home, Map<String, String> settings, Function<Path, Unprivileged> detection) {
        try {
            Path own = Files.createDirectories(home).toRealPath();
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
            FileChannel lock = lock(own);
            try {
                String password = password(own);
                Unprivileged unprivileged = detection.apply(own);
                PostgresCluster cluster = new PostgresCluster(bin, own, lock, unprivileged, password);
                cluster.prepare(settings);
                cluster.launch(settings);
                return cluster;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseUnavailable(
                    "The embedded database cannot use the directory " + home + " (" + e + "): make it writable and give"
                            + " it space, or choose another with --data.",
                    e);
        }
    }

    /** Where a cluster answers, and its superuser's password. */
    public record Address(int port, String password) {
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        }

        @Override
        public String toString() {
            return "Address[port=" + port + "]";
        }
    }

    /** The cluster of {@code home} that another process runs. */
    static Address running(Path home) {
        Path file = home.resolve("data/postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file);
            // line 4 of the file is the port (PostgreSQL, "miscadmin.h", LOCK_FILE_LINE_PORT)
            if (lines.size() >= 4 && lines.get(3).strip().matches("\\d{1,5}")) {
                return new Address(
                        Integer.parseInt(lines.get(3).strip()),
                        Files.readString(home.resolve("password")).strip());
            }
        } catch (IOException e) {
            throw notRunning(home, e);
        }
        throw notRunning(home, null);
    }

    private static DatabaseUnavailable notRunning(Path home, @Nullable Exception cause) {
        String message = "The database of " + home + " does not run although a server does: name the server's database"
                + " with --db.";
        return cause == null ? new DatabaseUnavailable(message) : new DatabaseUnavailable(message, cause);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String password() {
        return password;
    }

    /** Stops the postmaster: running transactions are rolled back, committed ones are on disk. */
    @Override
    public void close() {
        try (lock) {
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the postmaster of a throwaway directory whose owner was killed, found by the process id in it. */
    public static void killAbandoned(Path home) throws IOException {
        Path pid = home.resolve("data/postmaster.pid");
        if (!Files.exists(pid)) {
            return;
        }
        Optional<ProcessHandle> process = postmaster(home.resolve("data"), pid);
        if (process.isPresent()) {
            process.get().destroyForcibly(); // its files are deleted next
            process.get()
                    .onExit()
                    .completeOnTimeout(process.get(), STOP_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel = FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is locked by this very process", home);
        }
        channel.close();
        throw new DatabaseUnavailable("The database directory " + home
                + " is in use by another process: stop that server, or choose another directory with --data.");
    }

    /** The superuser's password: made before the data directory, so that one never exists without it. */
    private static String password(Path home) throws IOException {
        Path file = home.resolve("password");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        if (Files.exists(home.resolve("data"))) {
            throw new DatabaseUnavailable("The file " + file + " with the database's password is missing: restore it"
                    + " from a backup together with the directory beside it.");
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path draft = home.resolve("password.new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, password + "\n");
        sync(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        sync(home);
        return password;
    }

    private void prepare(Map<String, String> settings) throws IOException {
        int version = version(bin);
        if (!Files.exists(data)) {
            create(settings);
            return;
        }
        String found = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!found.equals(Integer.toString(version))) {
            throw new DatabaseUnavailable("The database in " + data + " was made by PostgreSQL " + found
                    + " and this program brings PostgreSQL " + version + ": start the program that made it, or"
                    + " publish the files again into a new --data directory.");
        }
        stopOrphan();
    }

    /** Makes the data directory under another name first, so that a killed attempt leaves no half of one. */
    private void create(Map<String, String> settings) throws IOException {
        Path draft = home.resolve("data.new");
        Directories.delete(draft);
        List<String> options = new ArrayList<>(
                List.of("-D", draft.toString(), "-U", USER, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "-k"));
        options.add("--pwfile=" + home.resolve("password"));
        if ("off".equals(settings.get("fsync"))) {
            options.add("--no-sync");
        }
        Program.Outcome outcome = program("initdb", options);
        if (!outcome.ok()) {
            Directories.delete(draft);
            throw new DatabaseUnavailable("The embedded database could not be made in " + home + " (" + outcome.reason()
                    + "): give the directory space and rights, or choose another with --data.");
        }
        Files.writeString(
                draft.resolve("postgresql.conf"),
                "\ninclude 'xingvo.conf'\n# Settings below this line are yours and win.\n",
                StandardOpenOption.APPEND);
        sync(draft.resolve("postgresql.conf"));
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
        sync(home);
    }

    private void launch(Map<String, String> settings) throws IOException {
        Path log = home.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, home.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        for (int attempt = 1; ; attempt++) {
            port = freePort();
            configure(settings);
            long before = Files.exists(log) ? Files.size(log) : 0;
            Program.Outcome outcome = program(
                    "pg_ctl",
                    List.of(
                            "start",
                            "-D",
                            data.toString(),
                            "-l",
                            log.toString(),
                            "-w",
                            "-s",
                            "-t",
                            START_SECONDS + ""));
            if (outcome.ok()) {
                return;
            }
            String said = said(log, before);
            boolean passing = PASSING.stream().anyMatch(said::contains);
            if (!passing || attempt == ATTEMPTS) {
                throw new DatabaseUnavailable("The embedded database does not start ("
                        + Program.reason(said + outcome.output()) + "): see " + log + " for the whole story.");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("Interrupted while the embedded database started.", e);
        }
    }

    private static String said(Path log, long from) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8);
    }

    private void configure(Map<String, String> settings) throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        StringBuilder text = new StringBuilder("# Written at every start; your own settings go to postgresql.conf.\n");
        all.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        Path draft = data.resolve("xingvo.conf.new");
        Files.writeString(draft, text);
        Files.move(
                draft,
                data.resolve("xingvo.conf"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        if (!unprivileged.prefix().isEmpty()) {
            Files.setPosixFilePermissions(data.resolve("xingvo.conf"), PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** Stops the postmaster that a killed server has left behind. We hold the lock: it serves nobody. */
    private void stopOrphan() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        Optional<ProcessHandle> process = postmaster(data, file);
        if (process.isPresent()) {
            LOG.info(
                    "Stopping the database that a killed server left running (process {})",
                    process.get().pid());
            stop();
        } else {
            Files.deleteIfExists(file); // a number that another program may have by now
        }
    }

    /** The process of {@code pidFile} if it is this directory's postmaster; a number may have a new owner by now. */
    private static Optional<ProcessHandle> postmaster(Path data, Path pidFile) throws IOException {
        String pid = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        if (!pid.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        Optional<ProcessHandle> postgres = ProcessHandle.of(Long.parseLong(pid)).filter(PostgresCluster::isPostgres);
        if (postgres.isPresent() && !serves(postgres.get(), data)) {
            // Deleting the file of a living postmaster would let two of them write one directory.
            throw new DatabaseUnavailable("The process " + pid + ", named in " + pidFile + ", is a PostgreSQL that may"
                    + " use this directory: stop it, or delete that file if it serves another directory.");
        }
        return postgres;
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command ->
                        Path.of(command.replaceFirst(" \\(deleted\\)$", "")).endsWith("postgres"))
                .orElse(false);
    }

    private static boolean serves(ProcessHandle process, Path data) {
        boolean named = process.info().arguments().stream().flatMap(Stream::of).anyMatch(data.toString()::equals);
        Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return named || workingDirectory.toRealPath().equals(data.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private void stop() {
        for (String mode : List.of("fast", "immediate")) {
            Program.Outcome outcome = program(
                    "pg_ctl", List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-s", "-t", STOP_SECONDS + ""));
            if (outcome.ok() || !Files.exists(data.resolve("postmaster.pid"))) {
                return;
            }
            LOG.warn("The database does not stop ({}): {}", mode, outcome.reason());
        }
        throw new DatabaseUnavailable(
                "The database in " + data + " does not stop: end the process named in its postmaster.pid.");
    }

    private Program.Outcome program(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(unprivileged.prefix());
        command.add(bin.resolve(name).toString());
        command.addAll(arguments);
        return Program.run(command);
    }

    private static int version(Path bin) {
        Program.Outcome outcome = Program.run(List.of(bin.resolve("postgres").toString(), "-V"));
        Matcher matcher = VERSION.matcher(outcome.output());
        if (!matcher.find()) {
            throw new DatabaseUnavailable("The database program " + bin.resolve("postgres") + " does not run on this"
                    + " machine (" + outcome.reason() + "): give a database with --db.");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
