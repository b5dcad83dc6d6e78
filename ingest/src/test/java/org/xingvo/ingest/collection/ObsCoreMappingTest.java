package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Describer;
import org.xingvo.ingest.obscore.Observation;

class ObsCoreMappingTest {
    private static final String SPECTRUM = "NAXIS=1;NAXIS1=9;OBJECT=M 1;";

    /** Drafts say auto() of nearly every column, so the reasons of the rules must outlive it. */
    @Test
    void aMappingThatLeavesEverythingToTheRulesChangesNothing() {
        StringBuilder all = new StringBuilder();
        ObsCoreMapping.COLUMNS.forEach(column -> all.append("  ").append(column).append(": auto()\n"));
        for (String cards : List.of(
                "",
                "DATE-OBS=2020-01-02",
                "DATE-OBS=yesterday",
                "DATE-OBS=15/04/03",
                "MJD-OBS=51000.25;DATE-OBS=2020-01-02T12:00:00",
                "DATE-OBS=2020-01-02T12:00:00;EXPTIME=60;RA=10;DEC=-20",
                "RA=-9999;DEC=-9999",
                "CTYPE1=WAVE;CUNIT1=nm;CRVAL1=500;CRPIX1=1;CDELT1=1")) {
            FileFacts facts = facts(SPECTRUM + cards);
            Observation found = Describer.describe(facts.hdus());
            assertThat(mapping(all.toString()).apply(found, facts)).as(cards).isEqualTo(found);
        }
    }

    @Test
    void whatTheDescriptionSaysIsNotDoubtedForWhatTheRulesFound() {
        assertThat(timed("DATE-OBS=2020-01-02;MYTIME=58850.25", "t_min: MYTIME").timeReason())
                .isNull();
        assertThat(timed("DATE-OBS=2020-01-02", "t_min: NEVER").tMax()).isEqualTo(58851);
        assertThat(timed("DATE-OBS=2020-01-02T12:00:00", "{t_min: NEVER, t_max: NEVER}")
                        .timeReason())
                .isEqualTo("no-time: the expressions of the description have no value");
        assertThat(timed("RA=1;DEC=2", "{s_ra: NEVER, s_dec: NEVER}").positionReason())
                .isEqualTo("no-position: the expressions of the description have no value");
        assertThat(timed("RA=1;DEC=2", "{s_ra: RA, s_dec: DEC * 90}").positionReason())
                .isEqualTo("out-of-range: the description makes it 1.0, 180.0");
    }

    private static Observation timed(String cards, String obscore) {
        FileFacts facts = facts(SPECTRUM + cards);
        return mapping("  " + obscore + "\n").apply(Describer.describe(facts.hdus()), facts);
    }

    private static ObsCoreMapping mapping(String obscore) {
        return DescriptionYaml.read("name: t\ntitle: T\nobscore:\n" + obscore + "columns: []\n")
                .obscore();
    }

    private static FileFacts facts(String cards) {
        List<Card> list = new ArrayList<>();
        for (String card : cards.split(";", -1)) {
            int equals = card.indexOf('=');
            if (equals > 0) {
                list.add(new Card(card.substring(0, equals), card.substring(equals + 1), Card.ValueType.STRING, null));
            }
        }
        return FileFacts.of(List.of(new HduHeader(0, HduHeader.Kind.IMAGE, null, list)), "in/a.fits");
    }
}
