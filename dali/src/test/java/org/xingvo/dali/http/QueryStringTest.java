package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
    @Test
    void whatPeopleTypeIsEscaped() {
        assertThat(QueryString.legal("QUERY=a>1+AND+b<2+AND+\"c\"='%3E'"))
                .isEqualTo("QUERY=a%3E1+AND+b%3C2+AND+%22c%22='%3E'");
        assertThat(QueryString.legal("a={b}|[\\^`]\u00e9\u661f\ud83d\ude00"))
                .isEqualTo("a=%7Bb%7D%7C%5B%5C%5E%60%5D%E9%E6%98%9F%F0%9F%98%80");
        String legal = "QUERY=SELECT+1&x=%41";
        assertThat(QueryString.legal(legal)).isSameAs(legal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%4g&b"})
    void aPercentSignThatEscapesNothingIsRefused(String query) {
        assertThatThrownBy(() -> QueryString.legal(query))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("two hexadecimal digits");
    }
}
