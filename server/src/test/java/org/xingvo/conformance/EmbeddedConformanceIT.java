package org.xingvo.conformance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the embedded database, whose geometry is cube. */
class EmbeddedConformanceIT extends ServerConformance {
    private static PublishedArchive archive;

    @BeforeAll
    static void publish() throws Exception {
        archive = PublishedArchive.start(null);
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
