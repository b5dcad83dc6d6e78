package org.xingvo.tap.result;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;
import org.xingvo.votable.Info;

/**
 * The head of a table in ECSV 1.0 (Astropy's proposal for enhancement no. 6): lines of YAML behind number signs. What has no
 * key of its own there, UCD, utype and xtype, is in the column's {@code meta}.
 */
final class EcsvHead {
    private EcsvHead() {}

    /** All lines, each with its end. */
    static String of(List<OutputColumn> columns, List<Info> infos) {
        StringBuilder head =
                new StringBuilder("# ").append('%').append("ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n");
        for (OutputColumn column : columns) {
            column(head, column.field());
        }
        if (!infos.isEmpty()) {
            head.append("# meta: !!omap\n");
            for (Info info : infos) {
                head.append("# - {").append(info.name()).append(": ");
                quoted(head, info.value());
                head.append("}\n");
            }
        }
        return head.append("# schema: astropy-2.0\n").toString();
    }

    private static void column(StringBuilder head, Field field) {
        head.append("# - {name: ");
        quoted(head, field.name());
        member(head, "unit", field.unit());
        if (field.datatype().isText() || !field.shape().array()) {
            head.append(", datatype: ").append(type(field.datatype()));
        } else {
            head.append(", datatype: string");
            member(head, "subtype", type(field.datatype()) + Nested.of(field).suffix());
        }
        member(head, "description", field.description());
        StringBuilder meta = new StringBuilder();
        member(meta, "ucd", field.ucd());
        member(meta, "utype", field.utype());
        member(meta, "xtype", field.xtype());
        if (!meta.isEmpty()) {
            head.append(", meta: {").append(meta.substring(2)).append('}');
        }
        head.append("}\n");
    }

    private static String type(Datatype datatype) {
        return switch (datatype) {
            case BOOLEAN -> "bool";
            case UNSIGNED_BYTE -> "uint8";
            case SHORT -> "int16";
            case INT -> "int32";
            case LONG -> "int64";
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            case CHAR, UNICODE_CHAR -> "string";
        };
    }

    private static void member(StringBuilder head, String key, @Nullable String value) {
        if (value != null) {
            head.append(", ").append(key).append(": ");
            quoted(head, value);
        }
    }

    /** In double quotes, on one line. */
    private static void quoted(StringBuilder head, String text) {
        head.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                head.append('\\').append(c);
            } else if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\u2028' || c == '\u2029') {
                head.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                head.append(c);
            }
        }
        head.append('"');
    }
}
