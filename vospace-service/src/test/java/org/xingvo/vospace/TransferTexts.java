package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Documents of transfers, and what is read out of the answers to them. */
final class TransferTexts {
    static final String CORE = "ivo://ivoa.net/vospace/core#";

    private TransferTexts() {}

    static String location(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    static String document(String path, String direction, @Nullable String view, String protocols) {
        return "<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" version=\"2.1\"><vos:target>" + VOS
                + path + "</vos:target><vos:direction>" + direction + "</vos:direction>"
                + (view == null ? "" : "<vos:view uri=\"" + view + "\"/>") + protocols + "</vos:transfer>";
    }

    static String protocol(String name, @Nullable String method) {
        return "<vos:protocol uri=\"" + CORE + name + "\">"
                + (method == null ? "" : "<vos:securityMethod uri=\"" + method + "\"/>") + "</vos:protocol>";
    }

    static String endpoint(String name, String address) {
        return "<vos:protocol uri=\"" + CORE + name + "\"><vos:endpoint>" + address + "</vos:endpoint></vos:protocol>";
    }

    static String endpoint(HttpResponse<byte[]> transfer) {
        Matcher matcher = Pattern.compile("<vos:endpoint>([^<]+)<").matcher(text(transfer));
        assertThat(matcher.find())
                .as(new String(transfer.body(), StandardCharsets.UTF_8))
                .isTrue();
        return matcher.group(1);
    }
}
