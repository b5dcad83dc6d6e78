package org.xingvo.tap.upload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Shown;

/**
 * One upload as the parameter UPLOAD names it (DALI 1.1, section 3.4.5). Immutable.
 *
 * @param table its name in {@code TAP_UPLOAD}
 * @param uri where it is: {@code param:name}, or a URL
 */
public record UploadName(String table, String uri) {
    private static final int LONGEST_NAME = 128;

    /**
     * All values of the parameter together.
     *
     * @throws DaliFault with what was expected and found
     */
    public static List<UploadName> parse(List<String> values, UploadLimits limits) {
        List<UploadName> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String value : values) {
            for (String pair : value.split(";", -1)) {
                if (!pair.isBlank()) {
                    UploadName name = of(pair.strip());
                    if (!taken.add(name.table.toLowerCase(Locale.ROOT))) {
                        throw new DaliFault(
                                Kind.USAGE,
                                "Parameter UPLOAD: expected different names of tables, found '%s' twice"
                                        .formatted(name.table));
                    }
                    names.add(name);
                }
            }
        }
        if (names.size() > limits.tables()) {
            throw new DaliFault(
                    Kind.USAGE,
                    "Parameter UPLOAD: expected at most %d tables, found %d".formatted(limits.tables(), names.size()));
        }
        return List.copyOf(names);
    }

    private static UploadName of(String pair) {
        int comma = pair.indexOf(',');
        if (comma < 0 || pair.substring(comma + 1).isBlank()) {
            throw new DaliFault(
                    Kind.USAGE,
                    "Parameter UPLOAD: expected name,uri or several between semicolons, found '%s'"
                            .formatted(Shown.of(pair)));
        }
        String table = pair.substring(0, comma).strip();
        if (!table.matches("[A-Za-z][A-Za-z0-9_]*") || table.length() > LONGEST_NAME) {
            throw new DaliFault(
                    Kind.USAGE,
                    ("Parameter UPLOAD: expected the name of a table of at most %d letters a-z, digits and underscores"
                                    + " that begins with a letter, found '%s'")
                            .formatted(LONGEST_NAME, Shown.of(table)));
        }
        return new UploadName(table, pair.substring(comma + 1).strip());
    }

    /** What it is called in messages. */
    String shown() {
        return "Upload " + table;
    }
}
