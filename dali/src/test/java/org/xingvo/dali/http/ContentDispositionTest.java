package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "spec-1.fits|attachment; filename=\"spec-1.fits\"",
                "a b(1).fits|attachment; filename=\"a b(1).fits\"",
                "été.fits|attachment; filename=\"ete.fits\"; filename*=UTF-8''%C3%A9t%C3%A9.fits",
                "星.fits|attachment; filename=\"_.fits\"; filename*=UTF-8''%E6%98%9F.fits",
                "a\"b.fits|attachment; filename=\"a_b.fits\"; filename*=UTF-8''a%22b.fits",
                "a%41.fits|attachment; filename=\"a_41.fits\"; filename*=UTF-8''a%2541.fits",
            })
    void aNameIsWrittenForEveryClient(String name, String expected) {
        assertThat(ContentDisposition.attachment(name)).isEqualTo(expected);
    }
}
