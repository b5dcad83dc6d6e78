package org.xingvo.dali;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseFormatTest {
    @ParameterizedTest
    @CsvSource({
        "votable,VOTABLE_BINARY2,application/x-votable+xml",
        "text/xml,VOTABLE_BINARY2,text/xml",
        "application/x-votable+xml,VOTABLE_BINARY2,application/x-votable+xml",
        "application/x-votable xml;serialization=TABLEDATA,VOTABLE_TABLEDATA,"
                + "application/x-votable+xml;serialization=TABLEDATA",
        "Application/X-VOTable+XML; Serialization=binary2,VOTABLE_BINARY2,"
                + "application/x-votable+xml;serialization=BINARY2",
        "ivo://ivoa.net/std/TAPRegExt#output-votable-td,VOTABLE_TABLEDATA,"
                + "application/x-votable+xml;serialization=TABLEDATA",
        "votable/td,VOTABLE_TABLEDATA,application/x-votable+xml;serialization=TABLEDATA",
        "CSV,CSV,text/csv;header=present",
        "text/csv,CSV,text/csv;header=present",
        "tsv,TSV,text/tab-separated-values"
    })
    void everyNameIsUnderstood(String asked, ResponseFormat format, String contentType) {
        assertThat(ResponseFormat.of(Parameters.of(Map.of("format", List.of(asked))), ResponseFormat.VOTABLE_BINARY2))
                .isEqualTo(new ResponseFormat.Choice(format, contentType));
    }

    @Test
    void withoutTheParameterTheServiceChooses() {
        assertThat(ResponseFormat.of(Parameters.of(Map.of()), ResponseFormat.VOTABLE_TABLEDATA)
                        .format())
                .isEqualTo(ResponseFormat.VOTABLE_TABLEDATA);
    }

    @Test
    void anUnknownFormatIsNamed() {
        assertThatThrownBy(() -> ResponseFormat.of(
                        Parameters.of(Map.of("RESPONSEFORMAT", List.of("image/png"))), ResponseFormat.VOTABLE_BINARY2))
                .hasMessage(
                        "Parameter RESPONSEFORMAT: expected votable, votable/b2, votable/b, votable/td, csv, tsv, ecsv, fits, parquet, text, html or json, found"
                                + " 'image/png'");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "17,17", "20000000,1000", "99999999999999999999999,1000", ",100"})
    void maxrecIsClippedNotRefused(String asked, long expected) {
        Map<String, List<String>> given = asked == null ? Map.of() : Map.of("MaxRec", List.of(asked));
        assertThat(new Maxrec(100, 1000).of(Parameters.of(given))).isEqualTo(expected);
    }

    @Test
    void aNegativeMaxrecIsRefused() {
        assertThatThrownBy(() -> new Maxrec(1, 1).of(Parameters.of(Map.of("MAXREC", List.of("-1")))))
                .hasMessage("Parameter MAXREC: expected a whole number from 0, found '-1'");
    }
}
