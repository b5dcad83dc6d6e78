package org.xingvo.schemas.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways of running the database as root. */
final class UnprivilegedIT {
    @TempDir
    private Path directory;

    @Test
    void rootRunsItInAUserNamespace() {
        assumeTrue(isRoot() && Program.succeeds(List.of("unshare", "-U", "true")), "root with namespaces");

        startAndStop(directory.resolve("home"), home -> Unprivileged.inNamespace());
    }

    @Test
    void rootRunsItAsAnAccountWhereNamespacesAreForbidden() throws Exception {
        assumeTrue(isRoot(), "root");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        startAndStop(directory.resolve("home"), Unprivileged::asAccount);
    }

    private void startAndStop(Path home, Function<Path, Unprivileged> detection) {
        Path programs = Programs.unpack(directory);
        try (PostgresCluster cluster = PostgresCluster.start(programs, home, EmbeddedPostgres.SETTINGS, detection)) {
            assertThat(cluster.jdbcUrl("x")).startsWith("jdbc:postgresql://127.0.0.1:");
            assertThat(home.resolve("data/postmaster.pid")).exists();
        }
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
        try (PostgresCluster again = PostgresCluster.start(programs, home, Map.of(), detection)) {
            assertThat(again.password()).isNotEmpty();
        }
    }

    private static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }
}
