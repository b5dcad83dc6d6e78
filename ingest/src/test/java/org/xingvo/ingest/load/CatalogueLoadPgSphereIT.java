package org.xingvo.ingest.load;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

/** Loading where geometry is that of pgSphere. */
class CatalogueLoadPgSphereIT extends CatalogueLoads {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }
}
