package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestParametersTest {
    @Test
    void fieldsOfAFormAreDecoded() {
        assertThat(read(
                        "application/x-www-form-urlencoded; charset=UTF-8",
                        "QUERY=SELECT+1%2B1&LANG=ADQL&ID=%CE%B1&ID=b&&x"))
                .isEqualTo(Map.of(
                        "QUERY",
                        List.of("SELECT 1+1"),
                        "LANG",
                        List.of("ADQL"),
                        "ID",
                        List.of("α", "b"),
                        "x",
                        List.of("")));
    }

    @Test
    void multipartIsReadWithTheOddBoundaryThatTopcatSends() {
        String boundary = "<<<--------------MULTIPART-BOUNDARY------->>>";
        String body = "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"QUERY\"\r\n"
                + "Content-Type: text/plain; charset=UTF-8\r\n\r\nSELECT 'α'\r\nFROM t\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"LANG\"\r\n\r\nADQL\r\n--" + boundary + "--\r\n";
        assertThat(read("multipart/form-data; boundary=\"" + boundary + "\"", body))
                .isEqualTo(Map.of("QUERY", List.of("SELECT 'α'\r\nFROM t"), "LANG", List.of("ADQL")));
    }

    @Test
    void otherBodiesAreRefused() {
        assertThatThrownBy(() -> read("text/xml", "<a/>"))
                .hasMessage("Content-Type: expected application/x-www-form-urlencoded or multipart/form-data, found"
                        + " 'text/xml'");
        assertThatThrownBy(() -> read("application/x-www-form-urlencoded", "a=%zz"))
                .hasMessage("Form field: expected % to be followed by two hex digits, found '%zz'");
    }

    @Test
    void aFileIsKeptApartFromTheFields() {
        String body = """
                --b
                Content-Disposition: form-data; name="UPLOAD"

                t,param:f
                --b
                Content-Disposition: form-data; name="f"; filename="t.vot"
                Content-Type: None

                \u00e9
                --b--
                """.replace("\n", "\r\n");
        RequestParameters.Form form = form("multipart/form-data; boundary=b", body);
        assertThat(form.fields()).isEqualTo(Map.of("UPLOAD", List.of("t,param:f")));
        assertThat(form.files()).hasSize(1);
        assertThat(form.files().getFirst().name()).isEqualTo("f");
        assertThat(form.files().getFirst().bytes()).containsExactly(0xc3, 0xa9);
    }

    private static Map<String, List<String>> read(String type, String body) {
        return form(type, body).fields();
    }

    private static RequestParameters.Form form(String type, String body) {
        return RequestParameters.read(type, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), -1);
    }
}
