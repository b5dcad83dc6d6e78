package org.xingvo.tap;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

final class UploadCubeIT extends UploadContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }
}
