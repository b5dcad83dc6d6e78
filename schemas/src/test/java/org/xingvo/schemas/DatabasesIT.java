package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.schemas.cluster.DatabaseUnavailable;
import org.xingvo.schemas.cluster.Directories;
import org.xingvo.schemas.cluster.Programs;

/** The embedded database as the server uses it: durable, private, and patient with what a crash leaves behind. */
final class DatabasesIT {
    private static final int ENOUGH_ROWS = 200;

    @TempDir
    private static Path made;

    @TempDir
    private Path directory;

    /** Unpacking is tested elsewhere; here the programs are a link to a copy that stays. */
    @BeforeAll
    static void makeOne() throws IOException {
        linkPrograms(made);
        Databases.open(null, made, Preference.AUTO, Pools.standard()).close();
    }

    private static void linkPrograms(Path data) throws IOException {
        Path programs = Programs.unpack(Path.of("target")).resolveSibling(".").normalize();
        Files.createDirectories(data.resolve("postgres"));
        Files.createSymbolicLink(data.resolve("postgres").resolve(programs.getFileName()), programs);
    }

    @BeforeEach
    void copyIt() throws IOException {
        try (Stream<Path> files = Files.walk(made.resolve("postgres"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        directory.resolve(made.relativize(file).toString()),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private Databases start() {
        return Databases.open(null, directory, Preference.AUTO, new Pools(4, 4, 1, Duration.ofSeconds(10)));
    }

    @Test
    void whatItAcknowledgesIsOnDisk() throws SQLException {
        try (Databases databases = start()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(MigrationsContract.column(databases.owner(), "show " + setting))
                        .as(setting)
                        .containsExactly("on");
            }
            assertThat(databases.dialect()).isEqualTo(SkyDialect.CUBE);
        }
    }

    @Test
    void itIsPrivateAndTheReaderIsHarmless() throws Exception {
        try (Databases databases = start()) {
            assertThat(MigrationsContract.column(databases.owner(), "show listen_addresses"))
                    .containsExactly("127.0.0.1");
            assertThat(MigrationsContract.column(databases.reader(), "select session_user"))
                    .containsExactly("xingvo_reader");
            assertThat(MigrationsContract.column(databases.bulkReader(), "show transaction_read_only"))
                    .containsExactly("on");
            assertThat(MigrationsContract.column(
                            databases.reader(),
                            "select current_setting(s) from unnest(array['temp_file_limit', 'statement_timeout',"
                                    + " 'idle_in_transaction_session_timeout', 'search_path']) as s"))
                    .containsExactly("16GB", "25h", "1h", "pg_catalog, public, pg_temp");
            assertThat(databases.temporarySpace())
                    .isEqualTo("temporary space of a session of users' queries is limited to 16,384 MiB");
            assertThatThrownBy(() -> MigrationsContract.execute(databases.reader(), "set temp_file_limit = -1"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> MigrationsContract.column(databases.reader(), "select * from archive.token"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> MigrationsContract.execute(databases.reader(), "set role xingvo"))
                    .hasMessageContaining("permission denied");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("postgres/password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("postgres"))))
                .isEqualTo("rwx------");
    }

    @Test
    void rowsSurviveAnOrderlyStop() throws SQLException {
        try (Databases databases = start()) {
            MigrationsContract.execute(databases.owner(), "create table data.kept as select 42 as n");
        }
        assertThat(directory.resolve("postgres/data/postmaster.pid")).doesNotExist();
        try (Databases databases = start()) {
            assertThat(MigrationsContract.column(databases.reader(), "select n from data.kept"))
                    .containsExactly("42");
        }
    }

    @Test
    void aKilledServerLosesNothingItAcknowledged() throws Exception {
        int acknowledged = killAfterSomeRows();
        ProcessHandle orphan = postmaster();
        assertThat(orphan.isAlive()).isTrue();

        try (Databases databases = start()) {
            assertThat(orphan.onExit()).succeedsWithin(Duration.ofMinutes(1));
            assertThat(rows(databases)).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    @Test
    void aServerKilledTogetherWithItsDatabaseLosesNothingItAcknowledged() throws Exception {
        int acknowledged = killAfterSomeRows();
        ProcessHandle orphan = postmaster();
        orphan.destroyForcibly();
        orphan.onExit().join();

        try (Databases databases = start()) {
            assertThat(rows(databases)).isGreaterThanOrEqualTo(acknowledged);
        }
    }

    @Test
    void aKilledServersDatabaseIsRecognisedByAnotherPathToIt() throws Exception {
        killAfterSomeRows();
        ProcessHandle orphan = postmaster();
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

        try (Databases databases =
                Databases.open(null, link, Preference.AUTO, new Pools(4, 4, 1, Duration.ofSeconds(10)))) {
            assertThat(orphan.onExit()).succeedsWithin(Duration.ofMinutes(1));
            assertThat(rows(databases)).isPositive();
        }
    }

    @Test
    void aPostgresThatIsPerhapsNotOursIsNeitherStoppedNorIgnored() throws Exception {
        try (Databases other = start()) {
            Path copy = directory.resolve("second");
            Files.createDirectories(copy.resolve("postgres/data"));
            Files.writeString(copy.resolve("postgres/data/PG_VERSION"), "18\n");
            Files.writeString(copy.resolve("postgres/password"), "x\n");
            linkPrograms(copy);
            Path pid = copy.resolve("postgres/data/postmaster.pid");
            Files.writeString(pid, postmaster().pid() + "\n");

            assertThatThrownBy(() -> Databases.open(null, copy, Preference.AUTO, Pools.standard()))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessage("The process " + postmaster().pid() + ", named in " + pid
                            + ", is a PostgreSQL that may use this directory: stop it, or delete that file if it serves"
                            + " another directory.");
            assertThat(MigrationsContract.column(other.owner(), "select 1")).containsExactly("1");
            assertThat(pid).exists();
        }
    }

    @Test
    void anOwnerThatIsNoSuperuserIsEnough() throws Exception {
        try (Databases databases = start()) {
            MigrationsContract.execute(databases.owner(), "create role landlord login createrole password 'l'");
            MigrationsContract.execute(databases.owner(), "create database house owner landlord");
            MigrationsContract.execute(databases.owner(), "create role tenant login password 't'");
            MigrationsContract.execute(databases.owner(), "create database flat owner tenant");
            MigrationsContract.execute(databases.owner(), "revoke xingvo_reader from xingvo");
            String url = url(databases).replaceFirst("/xingvo$", "");

            assertThatThrownBy(() -> open(url + "/flat?user=tenant&password=t"))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining(
                            "let a superuser run 'create role xingvo_reader nologin; grant xingvo_reader to");
            MigrationsContract.execute(databases.owner(), "grant xingvo_reader to tenant");
            MigrationsContract.execute(databases.owner(), "grant xingvo_reader to landlord with admin option");
            for (String login : List.of("/house?user=landlord&password=l", "/flat?user=tenant&password=t")) {
                try (Databases owned = open(url + login)) {
                    assertThat(owned.dialect()).isEqualTo(SkyDialect.CUBE);
                    assertThat(MigrationsContract.column(owned.reader(), "select current_user"))
                            .containsExactly("xingvo_reader");
                    assertThat(MigrationsContract.column(owned.reader(), "show statement_timeout"))
                            .containsExactly("25h");
                    assertThat(owned.isTemporarySpaceLimited()).isFalse();
                    assertThat(owned.temporarySpace()).contains("is NOT limited, which only a superuser can do");
                }
            }
            // as it says itself
            MigrationsContract.execute(
                    databases.owner(), "alter role tenant in database flat set temp_file_limit = '16777216kB'");
            try (Databases owned = open(url + "/flat?user=tenant&password=t")) {
                assertThat(owned.temporarySpace())
                        .isEqualTo("temporary space of a session is limited to 16GB, which a superuser has set");
                assertThat(MigrationsContract.column(owned.reader(), "show temp_file_limit"))
                        .containsExactly("16GB");
            }
        }
    }

    @Test
    void aProcessNumberThatAnotherProgramHasByNowIsLeftAlone() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    directory.resolve("postgres/data/postmaster.pid"),
                    innocent.pid() + "\n" + directory.resolve("postgres/data") + "\n");

            start().close();

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void aDirectoryInUseIsRefusedAndUnharmed() throws SQLException {
        try (Databases databases = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessage("The database directory " + directory.resolve("postgres")
                            + " is in use by another process: stop that server, or choose another directory with"
                            + " --data.");
            assertThat(MigrationsContract.column(databases.owner(), "select 1")).containsExactly("1");
        }
    }

    @Test
    void aDirectoryOfAnotherMajorVersionIsRefused() throws IOException {
        Path version = directory.resolve("postgres/data/PG_VERSION");
        Files.writeString(version, "15\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessage("The database in " + directory.resolve("postgres/data")
                        + " was made by PostgreSQL 15 and this program brings PostgreSQL 18: start the program that made"
                        + " it, or publish the files again into a new --data directory.");
    }

    @Test
    void aLostPasswordIsSaid() throws IOException {
        Files.delete(directory.resolve("postgres/password"));

        assertThatThrownBy(this::start)
                .hasMessage("The file " + directory.resolve("postgres/password") + " with the database's password is"
                        + " missing: restore it from a backup together with the directory beside it.");
    }

    @Test
    void anAbandonedAttemptToMakeADatabaseIsNoObstacle() throws IOException {
        Directories.delete(directory.resolve("postgres/data"));
        Files.createDirectories(directory.resolve("postgres/data.new/base"));
        Files.createDirectories(directory.resolve("postgres/programs.new123/bin"));

        start().close();

        assertThat(directory.resolve("postgres/data.new")).doesNotExist();
    }

    @Test
    void aWrongPasswordIsSaid() {
        try (Databases databases = start()) {
            String url = url(databases);

            assertThatThrownBy(() -> open(url + "?user=xingvo&password=wrong"))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageStartingWith("The database at " + url + " refuses the user or the password")
                    .hasMessageEndingWith("give them as ?user=...&password=... in --db.")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void aDatabaseThatDoesNotExistIsSaid() throws IOException {
        try (Databases databases = start()) {
            String url = url(databases).replaceFirst("/xingvo$", "/nowhere");
            String password =
                    Files.readString(directory.resolve("postgres/password")).strip();

            assertThatThrownBy(() -> open(url + "?user=xingvo&password=" + password))
                    .hasMessageStartingWith("The database at " + url + " does not exist")
                    .hasMessageEndingWith("make it with 'createdb'.");
        }
    }

    @Test
    void aClosedPortIsSaid() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/xingvo";

        assertThatThrownBy(() -> open(url + "?user=u&password=p"))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageStartingWith("The database at " + url + " cannot be reached")
                .hasMessageEndingWith("start it, or correct the address given with --db.");
    }

    @Test
    void anAddressOfAnotherKindIsSaid() {
        assertThatThrownBy(() -> open("jdbc:mysql://me:secret@localhost/x"))
                .hasMessage("The database's address jdbc:mysql://localhost/x is not understood: expected"
                        + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD.");
    }

    @Test
    void anotherServersDatabaseIsUsedByItsUrl() throws Exception {
        try (Databases databases = start()) {
            String password =
                    Files.readString(directory.resolve("postgres/password")).strip();
            try (Databases byUrl = open(url(databases) + "?user=xingvo&password=" + password)) {
                assertThat(MigrationsContract.column(byUrl.reader(), "select current_user"))
                        .containsExactly("xingvo_reader");
                assertThat(MigrationsContract.column(byUrl.reader(), "show temp_file_limit"))
                        .containsExactly("16GB");
                assertThatThrownBy(() -> MigrationsContract.column(byUrl.reader(), "select * from archive.token"))
                        .hasMessageContaining("permission denied");
            }
        }
    }

    private Databases open(String url) {
        return Databases.open(url, directory, Preference.AUTO, new Pools(4, 2, 1, Duration.ofSeconds(10)));
    }

    private static String url(Databases databases) {
        try {
            return "jdbc:postgresql://127.0.0.1:"
                    + MigrationsContract.column(databases.owner(), "show port").getFirst() + "/xingvo";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private int killAfterSomeRows() throws IOException {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedServer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = 0;
        try (BufferedReader output = server.inputReader(StandardCharsets.US_ASCII);
                Stream<String> lines = output.lines()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.matches("\\d+")) {
                    acknowledged = Integer.parseInt(line) + 1;
                }
                if (acknowledged == ENOUGH_ROWS) {
                    server.toHandle().destroyForcibly(); // the process's own method would close the stream too
                }
            }
        }
        server.onExit().join();
        assertThat(acknowledged).isGreaterThanOrEqualTo(ENOUGH_ROWS);
        return acknowledged;
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(directory.resolve("postgres/data/postmaster.pid"))
                .getFirst()
                .strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static int rows(Databases databases) throws SQLException {
        return Integer.parseInt(MigrationsContract.column(databases.reader(), "select count(*) from data.acknowledged")
                .getFirst());
    }
}
