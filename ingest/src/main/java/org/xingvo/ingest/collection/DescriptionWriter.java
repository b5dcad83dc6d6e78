package org.xingvo.ingest.collection;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.FileSelection.Membership;

/** Writes one description, with remarks behind the lines or above them. One thread at a time. */
final class DescriptionWriter {
    private static final int WIDTH = 110;

    /** What needs no quotes: a word that is no number, no date and no word that means something else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z(/][A-Za-z0-9 _./;+(),*-]*");

    private static final Pattern MEANING = Pattern.compile("(?i)true|false|null|yes|no|on|off|nan|inf|y|n");

    private final StringBuilder yaml = new StringBuilder();
    private final Map<String, String> remarks;
    private final boolean drafted;

    /** @param remarks by path of the key, such as {@code columns[3].type} */
    DescriptionWriter(Map<String, String> remarks) {
        this.remarks = remarks;
        this.drafted = !remarks.isEmpty();
    }

    String write(CollectionDescription c) {
        line("", "name", "name", c.name());
        line("", "title", "title", c.title());
        optional("", "description", "description", c.description());
        Provenance p = c.provenance();
        list("", "creators", "creators", p.creators());
        optional("", "reference", "reference", p.reference());
        optional("", "licence", "licence", p.licence());
        if (drafted && p.creators().isEmpty()) {
            yaml.append("""
                    # What only people know; remove the # to say it:
                    # creators: [Name, Name]
                    # reference: URL, DOI or bibcode
                    # licence: CC-BY-4.0
                    # access: {readers: public}
                    """);
        }
        optional("", "facility", "facility", p.facility());
        number("telescope_id", p.telescopeId());
        number("country_id", p.countryId());
        files(c.files());
        access(c.access());
        if (!c.uniqueness().isPath()) {
            list("", "unique", "unique", c.uniqueness().of());
        } else if (remarks.containsKey("unique")) {
            line("", "unique", "unique", "path");
        }
        if (c.previews() != Previews.LAZY || remarks.containsKey("previews")) {
            line("", "previews", "previews", c.previews().word());
        }
        if (!c.obscore().expressions().isEmpty()) {
            open("", "obscore", "obscore");
            c.obscore().expressions().forEach((column, text) -> line("  ", column, "obscore." + column, text.text()));
        }
        if (c.columns().isEmpty()) {
            yaml.append("columns: []\n");
        } else {
            open("", "columns", "columns");
            for (int i = 0; i < c.columns().size(); i++) {
                column(c.columns().get(i), "columns[%d]".formatted(i + 1));
            }
        }
        return yaml.toString();
    }

    private void files(FileSelection selection) {
        open("", "files", "files");
        switch (selection.membership()) {
            case Membership.Similar(Layout layout) -> {
                line("  ", "like", "files.like", layout.kind().word());
                optional("  ", "telescope", "files.telescope", layout.telescope());
                keywords(layout);
            }
            case Membership.Leftover(String folder, Layout.Kind kind) -> {
                line("  ", "folder", "files.folder", folder);
                line("  ", "other", "files.other", kind.word());
            }
            case Membership.Patterns() -> {}
            case Membership.ByHand() -> line("  ", "named", "files.named", "by hand");
        }
        list("  ", "include", "files.include", selection.include());
        list("  ", "exclude", "files.exclude", selection.exclude());
    }

    /** Keywords are joined by blanks; those of HIERARCH have blanks of their own. */
    private void keywords(Layout layout) {
        String joined = String.join(
                " ",
                layout.keywords().stream().map(k -> k.replace(' ', '\u00a0')).toList());
        if (!joined.matches("[\\x20-\\x7e\\u00a0]*")) {
            line("  ", "keywords", "files.keywords", joined);
            return;
        }
        remark("  ", "files.keywords");
        yaml.append("  keywords: >-\n");
        StringBuilder line = new StringBuilder("   ");
        for (String word : joined.split(" ", -1)) {
            if (line.length() + word.length() > WIDTH && line.length() > 3) {
                yaml.append(line).append('\n');
                line = new StringBuilder("   ");
            }
            line.append(' ').append(word);
        }
        yaml.append(line).append('\n');
    }

    private void access(Access access) {
        if (access.readers() == null && access.embargo() instanceof Access.Embargo.None) {
            return;
        }
        open("", "access", "access");
        switch (access.readers()) {
            case null -> {}
            case Access.Readers.Everybody() -> line("  ", "readers", "access.readers", "public");
            case Access.Readers.Only(String owner, List<String> groups) -> {
                if (owner == null && groups.isEmpty()) {
                    yaml.append("  readers: {}\n");
                } else {
                    open("  ", "readers", "access.readers");
                    optional("    ", "owner", "access.readers.owner", owner);
                    list("    ", "groups", "access.readers.groups", groups);
                }
            }
        }
        switch (access.embargo()) {
            case Access.Embargo.None() -> {}
            case Access.Embargo.Until(java.time.LocalDate day) -> {
                open("  ", "embargo", "access.embargo");
                yaml.append("    until: ").append(day).append('\n');
            }
            case Access.Embargo.AfterObservation(java.time.Period period) -> {
                open("  ", "embargo", "access.embargo");
                line("    ", "after_observation", "access.embargo.after_observation", period.toString());
            }
        }
    }

    private void column(ColumnDescription c, String path) {
        remark("  ", path);
        line("  - ", "name", path + ".name", c.name());
        boolean keyword = c.source() instanceof ColumnSource.Keyword;
        String origin = keyword ? "keyword" : "value";
        line("    ", origin, path + "." + origin, c.source().text());
        optional("    ", "hdu", path + ".hdu", c.source().hdu());
        line("    ", "type", path + ".type", c.type().word());
        optional("    ", "unit", path + ".unit", c.unit());
        optional("    ", "ucd", path + ".ucd", c.ucd());
        optional("    ", "utype", path + ".utype", c.utype());
        optional("    ", "description", path + ".description", c.description());
        if (!c.nullable()) {
            yaml.append("    nullable: false\n");
        }
        list("    ", "nulls", path + ".nulls", c.nulls());
        if (c.indexed()) {
            line("    ", "index", path + ".index", null);
        }
    }

    private void number(String key, @Nullable Integer value) {
        if (value != null) {
            remark("", key);
            yaml.append(key).append(": ").append(value).append('\n');
        }
    }

    private void open(String indent, String key, String path) {
        remark(indent, path);
        yaml.append(indent).append(key).append(":\n");
    }

    private void optional(String indent, String key, String path, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            line(indent, key, path, value);
        }
    }

    private void list(String indent, String key, String path, List<String> values) {
        if (!values.isEmpty()) {
            remark(indent, path);
            yaml.append(indent)
                    .append(key)
                    .append(": [")
                    .append(String.join(
                            ", ", values.stream().map(DescriptionWriter::flow).toList()))
                    .append("]\n");
        }
    }

    /** One key; a null value is {@code true}. A remark goes behind it, or above it when the line gets long. */
    private void line(String indent, String key, String path, @Nullable String value) {
        String line = indent + key + ": " + (value == null ? "true" : scalar(value));
        String remark = remarks.get(path);
        if (remark == null) {
            yaml.append(line).append('\n');
        } else if (line.length() + remark.length() + 4 <= WIDTH) {
            yaml.append(line).append("  # ").append(remark).append('\n');
        } else {
            remark(indent.replace('-', ' '), path);
            yaml.append(line).append('\n');
        }
    }

    private void remark(String indent, String path) {
        String remark = remarks.get(path);
        if (remark == null) {
            return;
        }
        for (String line : remark.split("\n", -1)) {
            yaml.append(indent).append("# ").append(line).append('\n');
        }
    }

    /** Within brackets commas and brackets would end a plain word. */
    private static String flow(String value) {
        return PLAIN.matcher(value).matches() && value.indexOf(',') < 0 ? scalar(value) : quoted(value);
    }

    static String scalar(String value) {
        boolean plain = PLAIN.matcher(value).matches()
                && !MEANING.matcher(value).matches()
                && !value.endsWith(" ")
                && !value.contains(" #");
        return plain ? value : quoted(value);
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    boolean printable =
                            (c >= 0x20 && c < 0x7f) || (c >= 0xa1 && c < 0xd800) || (c >= 0xe000 && c < 0xfffd);
                    text.append(
                            printable || Character.isSurrogate(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
                }
            }
        }
        return text.append('"').toString();
    }
}
