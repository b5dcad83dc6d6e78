package org.xingvo.dali.vosi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TAP service can do (TAPRegExt 1.0, section 2). Immutable.
 *
 * @param interfaces one; its accessURL ends without a slash
 * @param languages at least one
 * @param outputFormats at least one
 * @param uploadMethods IVOIDs, see {@link #UPLOADS}; empty: no uploads
 */
public record TapCapability(
        List<AccessInterface> interfaces,
        List<DataModel> dataModels,
        List<Language> languages,
        List<OutputFormat> outputFormats,
        List<String> uploadMethods,
        Limits limits)
        implements Capability {
    /** Both are to be declared if uploads are possible at all (TAP 1.1, section 2.5). */
    public static final List<String> UPLOADS =
            List.of("ivo://ivoa.net/std/TAPRegExt#upload-inline", "ivo://ivoa.net/std/TAPRegExt#upload-http");

    public static final DataModel OBSCORE = new DataModel("ivo://ivoa.net/std/ObsCore#core-1.1", "ObsCore 1.1");

    /** A data model whose tables are there. */
    public record DataModel(String ivoid, String name) {}

    /**
     * A format of results.
     *
     * @param aliases short values of RESPONSEFORMAT
     * @param ivoid null: the format has none
     */
    public record OutputFormat(
            String mediaType,
            List<String> aliases,
            @Nullable String ivoid) {
        public static final OutputFormat VOTABLE_TABLEDATA = new OutputFormat(
                "application/x-votable+xml;serialization=TABLEDATA",
                List.of("votable/td"),
                "ivo://ivoa.net/std/TAPRegExt#output-votable-td");
        public static final OutputFormat VOTABLE_BINARY2 = new OutputFormat(
                "application/x-votable+xml;serialization=BINARY2",
                List.of("votable/b2"),
                "ivo://ivoa.net/std/TAPRegExt#output-votable-binary2");
        public static final OutputFormat CSV = new OutputFormat("text/csv", List.of("csv"), null);
        public static final OutputFormat TSV = new OutputFormat("text/tab-separated-values", List.of("tsv"), null);

        public OutputFormat {
            aliases = List.copyOf(aliases);
        }
    }

    /** A limit and what holds when nothing is asked; null: not said. */
    public record Limit(@Nullable Long byDefault, @Nullable Long hard) {}

    /**
     * Limits of the service; null: not said.
     *
     * @param retentionSeconds of finished jobs
     * @param executionSeconds of queries
     */
    public record Limits(
            @Nullable Limit retentionSeconds,
            @Nullable Limit executionSeconds,
            @Nullable Limit outputRows,
            @Nullable Limit uploadBytes) {}

    public TapCapability {
        interfaces = List.copyOf(interfaces);
        dataModels = List.copyOf(dataModels);
        languages = List.copyOf(languages);
        outputFormats = List.copyOf(outputFormats);
        uploadMethods = List.copyOf(uploadMethods);
        if (languages.isEmpty() || outputFormats.isEmpty()) {
            throw new IllegalArgumentException("TAP capability: expected at least one language and one output format,"
                    + " found %d and %d".formatted(languages.size(), outputFormats.size()));
        }
    }

    @Override
    public String standardId() {
        return "ivo://ivoa.net/std/TAP";
    }
}
