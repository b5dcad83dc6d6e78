package org.xingvo.ingest;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

/** The real files where geometry is that of pgSphere. */
class PublishPgSphereIT extends RealFiles {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }
}
