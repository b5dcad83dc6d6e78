package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

final class MigrationsCubeIT extends MigrationsContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }

    @Override
    Preference preference() {
        return Preference.CUBE;
    }

    @Test
    void cubeIsThere() throws SQLException {
        assertThat(column(POSTGRES.readerDataSource(), "select cube(array[1.0, 0, 0]) <-> cube(array[0, 0, 0])"))
                .containsExactly("1");
    }

    @Test
    void cardsOfEarlierTimesAreKept() throws SQLException {
        Migrations.startOver(POSTGRES.dataSource(), "5");
        execute(POSTGRES.dataSource(), """
                insert into archive.dataset (collection_id, path, publisher_did, size_bytes, media_type, sha256)
                select min(c.id), 'p' || i, 'ivo://x?p' || i, 1, 'application/fits', ''
                  from archive.collection c, generate_series(1, 2) i group by i;
                insert into archive.hdu (dataset_id, hdu, kind, keywords, vals, comments)
                select id, 0, 'image', array['SIMPLE', 'OBJECT', 'BLANK', 'HISTORY'], array['T', path, '', null],
                       array['a file', null, null, 'made'] from archive.dataset;
                insert into archive.hdu (dataset_id, hdu, kind, extname, keywords, vals, comments)
                select id, 1, 'image', 'EMPTY', '{}', '{}', '{}' from archive.dataset
                """);
        String cards = """
                select concat_ws('|', obs_publisher_did, hdu, extname, card, keyword, coalesce(val, 'null'),
                                 coalesce(comment, 'null'))
                  from xing.cards order by obs_publisher_did, hdu, card
                """;
        List<String> before = column(POSTGRES.dataSource(), cards);

        Migrations.migrate(POSTGRES.dataSource(), preference());

        assertThat(before).hasSize(8).contains("ivo://x?p2|0|2|OBJECT|p2|null");
        assertThat(column(POSTGRES.dataSource(), cards)).isEqualTo(before);
        assertThat(column(POSTGRES.dataSource(), "select count(*) from archive.card_layout"))
                .containsExactly("2");
        execute(POSTGRES.dataSource(), "delete from archive.dataset");
    }
}
