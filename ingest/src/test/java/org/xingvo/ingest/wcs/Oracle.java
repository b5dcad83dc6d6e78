package org.xingvo.ingest.wcs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/** Tables of numbers computed with astropy 5.2 (wcslib 7.12), and headers written as KEY=value;KEY='text'. */
final class Oracle {
    private Oracle() {}

    /** Rows of a table without its first line, each as its cells. */
    static List<List<String>> rows(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Oracle.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<List<String>> rows = new ArrayList<>();
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(List.of(line.split("\t", -1)));
            }
            return rows;
        }
    }

    static HduHeader header(String cards) {
        List<Card> list = new ArrayList<>();
        for (String card : cards.split(";", -1)) {
            int equals = card.indexOf('=');
            String value = card.substring(equals + 1);
            boolean string = value.startsWith("'");
            list.add(new Card(
                    card.substring(0, equals),
                    string ? value.substring(1, value.length() - 1) : value,
                    string ? Card.ValueType.STRING : Card.ValueType.REAL,
                    null));
        }
        return new HduHeader(0, HduHeader.Kind.IMAGE, null, list);
    }
}
