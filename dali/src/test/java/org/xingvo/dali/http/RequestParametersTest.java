package org.xingvo.dali.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;

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
    @Demand("2.3")
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
    void aFileIsKeptApartFromTheFields() throws IOException {
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
        assertThat(form.files().getFirst().content().open()).hasBinaryContent(new byte[] {(byte) 0xc3, (byte) 0xa9});
    }

    @TempDir
    Path directory;

    /** Whatever the pieces are that the body comes in, wherever its boundaries lie in the buffer. */
    @Test
    void aLongFileIsKeptOnDiskAndGoneWhenTheFormIsClosed() throws IOException {
        byte[] file = new byte[700_001];
        new Random(5).nextBytes(file);
        System.arraycopy("\r\n--b".getBytes(StandardCharsets.US_ASCII), 0, file, 131_070, 5);
        for (int piece : new int[] {1, 8192, 100_000}) {
            SentSpace space = new SentSpace(directory.resolve("sent"), 1_000_000);
            try (RequestParameters.Form form = RequestParameters.read(
                    "multipart/form-data; boundary=bb", new Pieces(multipart(file), piece), -1, space)) {
                assertThat(form.fields()).isEqualTo(Map.of("UPLOAD", List.of("t,param:f"), "LANG", List.of("ADQL")));
                assertThat(form.files()).hasSize(1);
                try (InputStream in = form.files().getFirst().content().open()) {
                    assertThat(in).hasBinaryContent(file);
                }
                assertThat(directory.resolve("sent").toFile().list()).hasSize(1);
            }
            assertThat(directory.resolve("sent").toFile().list()).isEmpty();
        }
    }

    @Test
    void tooLongAndBrokenBodiesLeaveNothing() throws IOException {
        SentSpace space = new SentSpace(directory.resolve("sent"), 100_000);
        byte[] body = multipart(new byte[100_001]);
        assertThatThrownBy(() -> RequestParameters.read(
                        "multipart/form-data; boundary=bb", new ByteArrayInputStream(body), -1, space))
                .hasMessage("File f: expected at most 100,000 bytes in one request, found more");
        assertThatThrownBy(() -> RequestParameters.read(
                        "multipart/form-data; boundary=bb", new ByteArrayInputStream(body, 0, 90_000), -1, space))
                .hasMessage("Request body: expected a boundary behind its last part, found none");
        assertThat(directory.resolve("sent").toFile().list()).isEmpty();
    }

    private static byte[] multipart(byte[] file) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String head = """
                --bb
                Content-Disposition: form-data; name=UPLOAD

                t,param:f
                --bb
                Content-Disposition: form-data; name="f"; filename="x"

                """;
        String tail = """

                --bb
                Content-Disposition: form-data; name=LANG

                ADQL
                --bb--
                """;
        body.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        body.write(file);
        body.write(tail.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /** Gives so many bytes at a time. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int most;

        Pieces(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
        }
    }

    private static Map<String, List<String>> read(String type, String body) {
        return form(type, body).fields();
    }

    private static RequestParameters.Form form(String type, String body) {
        return RequestParameters.read(
                type, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), -1, SentSpace.STANDARD);
    }
}
