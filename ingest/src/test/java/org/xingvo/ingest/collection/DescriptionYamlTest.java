package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.collection.FileSelection.Membership;
import org.xingvo.ingest.expression.Expression;

class DescriptionYamlTest {
    static final String FULL = """
            name: scope_spectra
            title: "Spectra: of the scope"
            creators: [A. Nobody, "The Scope, Team"]
            reference: 10.1234/abc
            licence: CC-BY-4.0
            facility: Scope
            telescope_id: 12
            country_id: 1
            files:
              like: table
              telescope: SCOPE
              keywords: >-
                A B
                C
              include: ["dr*/**.fits"]
              exclude: '*_bad.fits'
            access:
              readers: {owner: alice, groups: [team]}
              embargo: {after_observation: P18M}
            unique: [obsid]
            previews: ingest
            obscore:
              obs_id: OBSID
            columns:
              - {name: obsid, keyword: OBSID, type: bigint, index: true, nullable: false}
              - name: flux_max
                value: FLUX * 2
                hdu: 1
                type: double
                unit: Jy
                ucd: phot.flux
                utype: a.b
                description: '100% "sure": # yes'
                nulls: [-9999, N/A, "1"]
            """;

    private static String problems(String yaml) {
        Throwable thrown = catchThrowable(() -> DescriptionYaml.read(yaml, "x.yaml"));
        assertThat(thrown).isInstanceOf(DescriptionException.class);
        return String.valueOf(thrown.getMessage());
    }

    @Test
    void everyKeyIsReadAndWrittenBack() {
        CollectionDescription d = DescriptionYaml.read(FULL);
        assertThat(d.provenance())
                .isEqualTo(new Provenance(
                        List.of("A. Nobody", "The Scope, Team"), "10.1234/abc", "CC-BY-4.0", "Scope", 12, 1));
        assertThat(d.membership())
                .isEqualTo(new Membership.Similar(
                        new Layout(Layout.Kind.TABLE, "SCOPE", new TreeSet<>(List.of("A", "B", "C")))));
        assertThat(d.files().allows("dr1/a/b.fits")).isTrue();
        assertThat(d.files().allows("dr1/a/b_bad.fits")).isFalse();
        assertThat(d.files().allows("x/dr1/b.fits")).isFalse();
        assertThat(d.access())
                .isEqualTo(new Access(
                        new Access.Readers.Only("alice", List.of("team")),
                        new Access.Embargo.AfterObservation(Period.ofMonths(18))));
        assertThat(d.uniqueness().of()).containsExactly("obsid");
        assertThat(d.previews()).isEqualTo(Previews.INGEST);
        assertThat(d.obscore().expressions()).isEqualTo(Map.of("obs_id", Expression.of("OBSID")));
        assertThat(d.columns().get(0).nullable()).isFalse();
        assertThat(d.columns().get(1).source()).isEqualTo(new ColumnSource.Computed(Expression.of("FLUX * 2"), "1"));
        assertThat(d.columns().get(1).nulls()).containsExactly("-9999", "N/A", "1");
        assertThat(DescriptionYaml.read(DescriptionYaml.write(d))).isEqualTo(d);
        assertThat(DescriptionYaml.read(DescriptionYaml.write(d, Map.of("unique", "a guess", "columns[2].type", "x"))))
                .isEqualTo(d);
    }

    @Test
    void whatIsNotSaidIsAsItWasBefore() {
        CollectionDescription d = DescriptionYaml.read("""
                name: old
                title: Old
                files: {folder: in, other: image}
                columns:
                - {name: a, keyword: A, type: text, indexed: true}
                """);
        assertThat(d.columns().getFirst().indexed()).isTrue();
        assertThat(d.access()).isEqualTo(Access.UNSAID);
        assertThat(d.uniqueness()).isEqualTo(Uniqueness.PATH);
        assertThat(DescriptionYaml.read("name: b\ntitle: B\naccess: {embargo: {until: 2030-01-31}}\ncolumns: []")
                        .access()
                        .embargo())
                .isEqualTo(new Access.Embargo.Until(LocalDate.of(2030, 1, 31)));
    }

    @Test
    void everyProblemOfAFileIsToldWithItsLine() {
        assertThat(problems("""
                        nam: drop table
                        name: drop table
                        files:
                          like: picture
                        access: {readers: public, embargo: {until: soon}}
                        obscore: {s_ra: RA}
                        columns:
                          - name: a
                            keyword: A
                            typ: text
                          - {name: a, keyword: A, value: B, type: Double}
                          - {name: ra, keyword: RA, type: float, index: maybe}
                        """).lines())
                .containsExactly(
                        "x.yaml:1: key 'nam': expected one of name, title, description, creators, reference, licence,"
                                + " facility, telescope_id, country_id, files, access, unique, previews, obscore,"
                                + " columns, found 'nam'; did you mean 'name'?",
                        "x.yaml:2: name: expected a-z, then a-z 0-9 _, at most 40 characters and no reserved word,"
                                + " found 'drop table'",
                        "x.yaml:10: columns[1]: key 'typ': expected one of name, keyword, value, hdu, type, unit, ucd,"
                                + " utype, description, nullable, nulls, index, indexed, found 'typ'; did you mean"
                                + " 'type'?",
                        "x.yaml:8: columns[1]: expected a value for 'type', found none",
                        "x.yaml:11: columns[2].name: expected a new name, found 'a' again",
                        "x.yaml:11: columns[2].type: expected one of boolean, integer, bigint, double, text, unicode,"
                                + " found 'Double'; did you mean 'double'?",
                        "x.yaml:11: columns[2]: expected either keyword or value, found both",
                        "x.yaml:12: columns[3].name: expected a new name, found 'ra' again, which every collection has",
                        "x.yaml:12: columns[3].type: expected one of boolean, integer, bigint, double, text, unicode,"
                                + " found 'float'",
                        "x.yaml:4: files: expected a value for 'keywords', found none",
                        "x.yaml:4: files.like: expected one of image, table, empty, found 'picture'",
                        "x.yaml:5: access.embargo.until: expected a day such as 2027-01-31, found 'soon'",
                        "x.yaml:6: obscore: expected s_ra and s_dec together, found one of them",
                        "x.yaml:1: expected a value for 'title', found none");
    }

    @Test
    void manyProblemsEndAtALimit() {
        String bad = "name: a\ntitle: A\ncolumns:\n" + "- {name: x-1, keyword: A, type: text}\n".repeat(30);
        assertThat(problems(bad).lines()).hasSize(21).last().isEqualTo("x.yaml: and 10 more problems");
    }

    @Test
    void whatIsNoYamlSaysWhere() {
        assertThat(problems("name: a\ntitle: [b\n")).startsWith("x.yaml:3: not YAML: ");
        assertThat(problems("")).isEqualTo("x.yaml:1: expected keys and values, found nothing");
        assertThat(problems("- a")).isEqualTo("x.yaml:1: expected keys and values, found a list of 1");
        assertThat(problems("name: a\nname: b\ntitle: A\ncolumns: []"))
                .isEqualTo("x.yaml:2: key 'name': expected once, found again");
        assertThat(problems("a: &a [*a]\nname: a\ntitle: A\ncolumns: []")).startsWith("x.yaml:1: ");
    }

    @Test
    void textsOfAllKindsSurviveTheWriter() {
        for (String text : List.of(
                "yes",
                "1",
                "1.5",
                "null",
                "a: b",
                "a #b",
                "- a",
                "\u00e9\u00a0\u4e2d\ud83d\ude00",
                "a\nb\t\"c\"\\",
                " a ",
                "2024-01-01",
                "~",
                "[x]",
                "{}",
                "\u0007\u2028\ufeff",
                "x, y",
                "true",
                "'")) {
            CollectionDescription d = new CollectionDescription(
                    "a", "T", text, text, new Membership.Leftover(text, Layout.Kind.IMAGE), List.of());
            assertThat(DescriptionYaml.read(DescriptionYaml.write(d))).as(text).isEqualTo(d);
        }
    }
}
