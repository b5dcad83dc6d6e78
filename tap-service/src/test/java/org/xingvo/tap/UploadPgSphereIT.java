package org.xingvo.tap;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

final class UploadPgSphereIT extends UploadContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }
}
