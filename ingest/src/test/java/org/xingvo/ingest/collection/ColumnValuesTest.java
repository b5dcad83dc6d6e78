package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Card.ValueType;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;
import org.xingvo.ingest.obscore.SkyPosition;

class ColumnValuesTest {
    private static final FileFacts FILE = FileFacts.of(
            List.of(
                    new HduHeader(
                            0,
                            HduHeader.Kind.IMAGE,
                            null,
                            List.of(
                                    card("NAXIS", "0", ValueType.INTEGER),
                                    card("OBJECT", "NGC 1", ValueType.STRING),
                                    card("Z", "-9999.0", ValueType.REAL),
                                    card("EXPTIME", "10", ValueType.INTEGER),
                                    card("MYRA", "10:00:00", ValueType.STRING),
                                    card("MYDEC", "-00:30:00", ValueType.STRING),
                                    card("HIERARCH ESO DET", "x", ValueType.STRING))),
                    new HduHeader(
                            1,
                            HduHeader.Kind.IMAGE,
                            "SCI",
                            List.of(card("EXPTIME", "30", ValueType.INTEGER)),
                            List.of(card("CLASS", "STAR", ValueType.STRING)))),
            "in/a.fits");

    private static Card card(String keyword, String value, ValueType type) {
        return new Card(keyword, value, type, null);
    }

    private static @Nullable Object value(String column) {
        CollectionDescription d = DescriptionYaml.read("name: t\ntitle: T\ncolumns:\n- {name: x, " + column + "}\n");
        ColumnDescription x = d.columns().getFirst();
        Card card = ColumnValues.card(x, FILE);
        return card == null ? null : CellValues.of(card, x.type());
    }

    @Test
    void aColumnTakesACardAnHduOrAnExpression() {
        assertThat(value("keyword: EXPTIME, type: integer")).isEqualTo(10);
        assertThat(value("keyword: EXPTIME, hdu: 1, type: integer")).isEqualTo(30);
        assertThat(value("keyword: EXPTIME, hdu: sci, type: double")).isEqualTo(30.0);
        assertThat(value("keyword: CLASS, type: text")).isEqualTo("STAR");
        assertThat(value("keyword: CLASS, hdu: 1, type: text")).isEqualTo("STAR");
        assertThat(value("keyword: EXPTIME, hdu: 7, type: integer")).isNull();
        assertThat(value("value: EXPTIME * 2, hdu: SCI, type: integer")).isEqualTo(60);
        assertThat(value("value: '0:EXPTIME + SCI:EXPTIME', type: integer")).isEqualTo(40);
        assertThat(value("value: '\"ESO DET\"', type: text")).isEqualTo("x");
        assertThat(value("value: NAXIS, type: integer")).isEqualTo(0);
        assertThat(value("value: OBJECT, type: double")).isNull();
    }

    @Test
    void nullValuesAreNone() {
        assertThat(value("keyword: Z, type: double")).isEqualTo(-9999.0);
        assertThat(value("keyword: Z, type: double, nulls: [-9999]")).isNull();
        assertThat(value("keyword: OBJECT, type: text, nulls: [N/A, NGC 1]")).isNull();
        assertThat(value("value: 'first(Z, EXPTIME)', type: double, nulls: -9999"))
                .isNull();
    }

    @Test
    void aFileWithoutAValueThatMustBeThereSaysSo() {
        CollectionDescription d = DescriptionYaml.read(
                "name: t\ntitle: T\ncolumns:\n- {name: x, keyword: OBJECT, type: integer, nullable: false}\n");
        assertThat(ColumnValues.missing(d, FILE))
                .isEqualTo("column x: expected a value of type integer from OBJECT, found 'NGC 1'");
    }

    @Test
    void theKeyOfAnObservationIsMadeOfColumnsAndExpressions() {
        String head = "name: t\ntitle: T\ncolumns:\n- {name: o, keyword: OBJECT, type: text}\nunique: ";
        assertThat(ObservationKey.of(DescriptionYaml.read(head + "path")).of(FILE))
                .isNull();
        assertThat(ObservationKey.of(DescriptionYaml.read(head + "[o, EXPTIME]"))
                        .of(FILE))
                .isEqualTo("NGC 1/10");
        assertThat(ObservationKey.of(DescriptionYaml.read(head + "[o, NOTHING]"))
                        .of(FILE))
                .isNull();
    }

    @Test
    void whatTheDescriptionSaysOfObsCoreIsUsed() {
        Observation found = Describer.describe(FILE.hdus());
        CollectionDescription d = DescriptionYaml.read("""
                name: t
                title: T
                obscore:
                  target_name: concat(OBJECT, '!')
                  s_ra: hms(MYRA)
                  s_dec: dms(MYDEC)
                  t_exptime: first(NOTHING, auto())
                  em_min: Z
                  dataproduct_type: "'spectrum'"
                columns: []
                """);
        Observation said = d.obscore().apply(found, FILE);
        assertThat(said.targetName()).isEqualTo("NGC 1!");
        assertThat(said.position()).isEqualTo(new SkyPosition(150, -0.5));
        assertThat(said.positionReason()).isNull();
        assertThat(said.exposureSeconds()).isEqualTo(found.exposureSeconds()).isEqualTo(10.0);
        assertThat(said.emMin()).isNull();
        assertThat(said.dataproductType()).isEqualTo("spectrum");
        assertThat(ObsCoreMapping.NONE.apply(found, FILE)).isSameAs(found);
    }
}
