package org.xingvo.conformance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

/** On PostgreSQL with pgSphere. */
class PgSphereConformanceIT extends ServerConformance {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    private static PublishedArchive archive;

    @BeforeAll
    static void publish() throws Exception {
        archive = PublishedArchive.start(
                POSTGRES.jdbcUrl() + "?user=" + POSTGRES.user() + "&password=" + POSTGRES.password());
    }

    @AfterAll
    static void stop() throws Exception {
        if (archive != null) {
            archive.close();
        }
    }

    @Override
    PublishedArchive archive() {
        return archive;
    }
}
