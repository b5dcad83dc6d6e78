package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlNamesTest {
    @ParameterizedTest
    @CsvSource({
        "DATE-OBS, date_obs",
        "DATE, date_",
        "OFFSET, offset_",
        "EXTRACT, extract_",
        "XMIN, xmin_",
        "CLASS, class",
        "Z, z",
        "HIERARCH ESO DET ID, eso_det_id",
        "2MASS, k2mass",
        "_ODD, k_odd",
        "A.B, a_b",
    })
    void aKeywordBecomesAColumn(String keyword, String column) {
        assertThat(SqlNames.column(keyword, n -> false)).isEqualTo(column);
        assertThat(SqlNames.isColumnName(column)).isTrue();
    }

    @Test
    void takenNamesAreNumbered() {
        Set<String> taken = new HashSet<>(Set.of("ra", "date_"));
        assertThat(SqlNames.column("RA", taken::contains)).isEqualTo("ra_2");
        taken.add("ra_2");
        assertThat(SqlNames.column("RA", taken::contains)).isEqualTo("ra_3");
        assertThat(SqlNames.column("DATE", taken::contains)).isEqualTo("date_2");
    }

    @Test
    void longKeywordsAreCut() {
        String name = SqlNames.column("HIERARCH " + "LONG ".repeat(40), n -> false);
        assertThat(name).hasSizeLessThanOrEqualTo(SqlNames.MAX_COLUMN_NAME);
        assertThat(SqlNames.isColumnName(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'SDSS 2.5-M', sdss_2_5_m",
        "'Jacobus Kaptein Telescope', jacobus_kaptein",
        "'***', ''",
        "'\u00c9toile', toile",
    })
    void aSlugIsWordsThatFit(String words, String slug) {
        assertThat(SqlNames.slug(words, 20)).isEqualTo(slug);
    }
}
