package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The repair of a packaged script, on a piece of one. */
final class PgSphereTest {
    @Test
    void onlyTheCompatibilityOperatorsLoseTheirPartners() {
        String script = """
                \\echo Use "CREATE EXTENSION pg_sphere" to load this file. \\quit
                CREATE FUNCTION f (smoc) RETURNS text AS 'MODULE_PATHNAME', 'f' LANGUAGE 'c';
                CREATE OPERATOR @ (
                   LEFTARG    = spoint,
                   RIGHTARG   = scircle,
                   COMMUTATOR = '~',
                   PROCEDURE  = p
                );
                CREATE OPERATOR @ (
                   LEFTARG    = bigint,
                   RIGHTARG   = smoc,
                   PROCEDURE  = q,
                   COMMUTATOR = '@>',
                   NEGATOR    = '!<@',
                   RESTRICT   = contsel
                );
                """;

        assertThat(PgSphere.withoutPartners(script)).isEqualTo("""

                CREATE FUNCTION f (smoc) RETURNS text AS '$libdir/pg_sphere', 'f' LANGUAGE 'c';
                CREATE OPERATOR @ (
                   LEFTARG    = spoint,
                   RIGHTARG   = scircle,
                   COMMUTATOR = '~',
                   PROCEDURE  = p
                );
                CREATE OPERATOR @ (
                   LEFTARG    = bigint,
                   RIGHTARG   = smoc,
                   PROCEDURE  = q,
                   RESTRICT   = contsel
                );
                """);
    }
}
