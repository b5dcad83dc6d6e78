package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.dali.http.Ranges.Part;
import org.xingvo.dali.http.Ranges.Parts;
import org.xingvo.dali.http.Ranges.Unsatisfiable;
import org.xingvo.dali.http.Ranges.Whole;

class RangesTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-, 0, 99",
        "bytes=10-19, 10, 19",
        "bytes=90-1000, 90, 99",
        "bytes=-1, 99, 99",
        "bytes=-1000, 0, 99",
        "BYTES=5-6, 5, 6",
        "'bytes=,5-6', 5, 6",
        "'bytes=200-,5-6', 5, 6",
        "bytes=0-99999999999999999999999, 0, 99",
    })
    void oneRangeGivesOnePart(String header, long first, long last) {
        assertThat(Ranges.parse(header, 100)).isEqualTo(new Parts(List.of(new Part(first, last))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "lines=1-2",
                "bytes=a-b",
                "bytes=5",
                "bytes=6-5",
                "bytes=-",
                "bytes=--5",
                "bytes=0-9;q",
                "bytes=0-60,40-99"
            })
    void whatIsNotARangeOrTooMuchIsIgnored(String header) {
        assertThat(Ranges.parse(header, 100)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=100-,200-300"})
    void nothingThereIsUnsatisfiable(String header) {
        assertThat(Ranges.parse(header, 100)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void severalRangesKeepTheirOrder() {
        assertThat(Ranges.parse("bytes=50-59, 0-9,-1", 100))
                .isEqualTo(new Parts(List.of(new Part(50, 59), new Part(0, 9), new Part(99, 99))));
        assertThat(new Part(50, 59).contentRange(100)).isEqualTo("bytes 50-59/100");
    }

    @Test
    void anEmptyRepresentationHasNoRanges() {
        assertThat(Ranges.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
        assertThat(Ranges.parse(null, 0)).isEqualTo(new Whole());
    }

    @Test
    void moreRangesThanTheLimitAreIgnored() {
        String header = "bytes=" + "0-0,".repeat(Ranges.MAX_RANGES) + "1-1";
        assertThat(Ranges.parse(header, 100)).isEqualTo(new Whole());
    }
}
