package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;
import org.xingvo.vospace.soak.RequestFuzz;

/** What {@code xing soak vospace} does, with a small budget. */
class VospaceFuzzIT {
    @TempDir
    Path directory;

    @Test
    void damagedRequestsAreRefusedAndUndamagedOnesAreDone() throws Exception {
        long seed = Long.getLong("xingvo.test.seed", System.nanoTime());
        System.out.println("VospaceFuzzIT seed " + seed);
        try (Archive archive = Archive.open(PublishedArchive.config(directory, null))) {
            String token = archive.newOperatorToken().orElseThrow();
            RequestFuzz.Result result = new RequestFuzz(
                            archive.serve().local(), "vos://example.org~vos", "/home/operator", token, seed)
                    .run(Integer.getInteger("xingvo.test.vospace.requests", 20_000));
            System.out.println(result);
            assertThat(result.byStatus().get(400)).isGreaterThan(result.requests() / 10);
            assertThat(result.good()).isGreaterThan(result.requests() / 30);
        }
    }
}
