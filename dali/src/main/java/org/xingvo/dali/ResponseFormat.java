package org.xingvo.dali;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats of tables that services give, each with every name by which RESPONSEFORMAT may ask for it (DALI 1.1,
 * section 3.4.3; TAPRegExt 1.0, section 2.4).
 */
public enum ResponseFormat {
    VOTABLE_BINARY2(
            "application/x-votable+xml;serialization=BINARY2",
            "ivo://ivoa.net/std/TAPRegExt#output-votable-binary2",
            "vot",
            List.of("votable/b2", "votable-b2", "binary2")),
    VOTABLE_BINARY(
            "application/x-votable+xml;serialization=BINARY",
            "ivo://ivoa.net/std/TAPRegExt#output-votable-binary",
            "vot",
            List.of("votable/b", "votable-b", "binary")),
    VOTABLE_TABLEDATA(
            "application/x-votable+xml;serialization=TABLEDATA",
            "ivo://ivoa.net/std/TAPRegExt#output-votable-td",
            "vot",
            List.of("votable/td", "votable-td", "tabledata")),
    CSV("text/csv;header=present", "", "csv", List.of("csv", "text/csv")),
    TSV("text/tab-separated-values", "", "tsv", List.of("tsv", "text/tsv")),
    ECSV("text/x-ecsv", "", "ecsv", List.of("ecsv", "text/ecsv", "application/x-ecsv")),
    FITS("application/fits", "", "fits", List.of("fits", "application/x-fits", "image/fits")),
    PARQUET("application/vnd.apache.parquet", "", "parquet", List.of("parquet", "application/x-parquet")),
    TEXT("text/plain", "", "txt", List.of("text", "txt", "ascii")),
    HTML("text/html", "", "html", List.of("html", "application/xhtml+xml")),
    JSON("application/json", "", "json", List.of("json"));

    /** The names of VOTable as such: the service's own serialization. The last two are of an agency's archives. */
    private static final List<String> VOTABLE = List.of(
            "votable",
            "application/x-votable+xml",
            "text/xml",
            "application/xml",
            "vot",
            "text/x-votable+xml",
            "votable_plain",
            "votable_gzip");

    private final String mediaType;
    private final String ivoid;
    private final String suffix;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> aliases;

    ResponseFormat(String mediaType, String ivoid, String suffix, List<String> aliases) {
        this.mediaType = mediaType;
        this.ivoid = ivoid;
        this.suffix = suffix;
        this.aliases = aliases;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Key of TAPRegExt; empty: there is none. */
    public String ivoid() {
        return ivoid;
    }

    /** End of a file's name, without the dot. */
    public String suffix() {
        return suffix;
    }

    /** Short names, the first of which TOPCAT sends back. */
    public List<String> aliases() {
        return aliases;
    }

    /** Names of VOTable in the service's own serialization, for its capabilities. */
    public static List<String> votableAliases() {
        return List.of("votable", "text/xml");
    }

    /**
     * What a request asks for.
     *
     * @param contentType the type to be declared with the answer
     */
    public record Choice(ResponseFormat format, String contentType) {}

    /**
     * Reads RESPONSEFORMAT, or its older name FORMAT.
     *
     * @param votable the serialization where the request does not choose
     */
    public static Choice of(Parameters parameters, ResponseFormat votable) {
        Optional<String> asked = parameters.first("RESPONSEFORMAT").or(() -> parameters.first("FORMAT"));
        if (asked.isEmpty()) {
            return new Choice(votable, "application/x-votable+xml");
        }
        String name = normal(asked.get());
        if (VOTABLE.contains(name)) {
            return new Choice(votable, name.contains("/") ? name : "application/x-votable+xml");
        }
        for (ResponseFormat each : values()) {
            if (name.equals(normal(each.mediaType)) || name.equals(normal(each.ivoid)) || each.aliases.contains(name)) {
                return new Choice(each, each.mediaType);
            }
        }
        throw new DaliFault(
                DaliFault.Kind.NOT_ACCEPTED,
                "Parameter RESPONSEFORMAT: expected votable, votable/b2, votable/b, votable/td, csv, tsv, ecsv, fits,"
                        + " parquet, text, html or json, found '%s'".formatted(Shown.of(asked.get())));
    }

    /** Lower case, no blanks or quotes; a plus sign that was sent unescaped has become a blank. */
    private static String normal(String name) {
        return name.strip()
                .toLowerCase(Locale.ROOT)
                .replace("x-votable xml", "x-votable+xml")
                .replaceAll("[\\s\"]", "")
                .replaceAll(";charset=[a-z0-9-]+", "");
    }
}
