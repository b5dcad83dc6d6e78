package org.xingvo.tap.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.dali.DaliFault;
import org.xingvo.tables.TableColumn;
import org.xingvo.tables.ValueKind;

class UploadNameTest {
    @Test
    void theParameterMayBeRepeatedAndHoldSeveral() {
        assertThat(parse("t,param:x;U_2, http://a.example/b?c=d,e ;", " v , PARAM:y "))
                .containsExactly(
                        new UploadName("t", "param:x"),
                        new UploadName("U_2", "http://a.example/b?c=d,e"),
                        new UploadName("v", "PARAM:y"));
        assertThat(parse("")).isEmpty();
        assertThat(parse()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t | expected name,uri or several between semicolons, found 't'",
                "t, | expected name,uri or several between semicolons, found 't,'",
                "1t,param:x | found '1t'",
                "TAP_UPLOAD.t,param:x | found 'TAP_UPLOAD.t'",
                "'\"t\",param:x' | found '\"t\"'",
                "t,param:x;T,param:y | expected different names of tables, found 'T' twice",
                "a,b;c,d;e,f;g,h | expected at most 3 tables, found 4",
            })
    void whatIsNotSoIsRefused(String value, String message) {
        assertThatThrownBy(() -> parse(value))
                .isInstanceOf(DaliFault.class)
                .hasMessageStartingWith("Parameter UPLOAD: ")
                .hasMessageContaining(message);
    }

    @Test
    void columnsHaveNamesOfTheirOwn() {
        assertThat(names("RA", "Dec", "ra", "ra", "ra_2", "", "my col", "select"))
                .containsExactly("RA", "Dec", "ra_2_", "ra_3", "ra_2", "col6", "my col", "select");
    }

    private static List<String> names(String... originals) {
        return UploadTable.names(List.of(originals).stream()
                .map(name -> new TableColumn(name, ValueKind.INT, null, null, null, null, null, null, null))
                .toList());
    }

    private static List<UploadName> parse(String... values) {
        return UploadName.parse(List.of(values), new UploadLimits(3, 10, UploadLimits.STANDARD.space(), false));
    }
}
