package org.xingvo.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.ingest.load.Undrawn.Eager;
import org.xingvo.ingest.load.Undrawn.Fresh;
import org.xingvo.testing.PostgresExtension;

/** Where the drawing of previews goes on. */
class UndrawnIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static void run(String sql) throws Exception {
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void drawingGoesOnWhereItEndedAndLooksBackForNumbersThatCameLate() throws Exception {
        run("""
                insert into archive.collection (name, store_id, title, mapping) values
                       ('eager', 1, '', E'name: eager\\ntitle: t\\nfiles: {include: ["*"]}\\npreviews: ingest\\ncolumns: []'),
                       ('lazy', 2, '', E'name: lazy\\ntitle: t\\nfiles: {include: ["*"]}\\npreviews: lazy\\ncolumns: []')
                """);
        run("""
                insert into archive.dataset (id, collection_id, path, publisher_did, size_bytes, media_type, sha256, superseded)
                overriding system value
                select n, c.id, n::text, c.name || n, 1, '', '', case when n = 5 then now() end
                  from generate_series(1, 50000) as n
                  join archive.collection c on c.name = case when n % 10000 < 10 then 'eager' else 'lazy' end
                """);
        Undrawn undrawn = new Undrawn(new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()));
        Eager eager = undrawn.collections().getFirst();
        assertThat(undrawn.collections()).extracting(Eager::name).containsExactly("eager");
        assertThat(undrawn.last()).isEqualTo(50_000);
        assertThat(undrawn.start(eager)).isZero();
        assertThat(undrawn.files(eager, 0, 50_000, 5)).extracting(Fresh::id).containsExactly(1L, 2L, 3L, 4L, 6L);

        undrawn.drawn(eager, 45_000);
        Undrawn afterRestart = new Undrawn(new Catalogue(POSTGRES.dataSource(), POSTGRES.dialect()));
        assertThat(afterRestart.start(eager)).isEqualTo(25_000);
        assertThat(afterRestart.files(eager, 25_000, 50_000, 100)).hasSize(21);

        run("update archive.collection set mapping = replace(mapping, 'ingest', 'none') where name = 'eager'");
        assertThat(undrawn.collections()).isEmpty();
        assertThat(undrawn.start(eager)).as("forgotten with the word").isZero();
    }
}
