package org.xingvo.tap;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.dali.Shown;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.tap.upload.UploadName;
import org.xingvo.tap.upload.Uploads;

/**
 * The parameters of a query, checked (TAP 1.1, section 2.7): what a synchronous request and an asynchronous job have in
 * common. Immutable.
 *
 * @param adql the query as it was written; not yet looked at
 * @param maxrec rows to be written at most; 0: the head only
 * @param maxrecAsked whether the request said so, rather than the service
 * @param choice of the answer's format
 * @param runId as the client named its job; null: not at all
 * @param uploads tables that come with the query
 * @param destination where a job is to bring its result instead of keeping it; null: it keeps it
 */
public record TapRequest(
        String adql,
        long maxrec,
        boolean maxrecAsked,
        ResponseFormat.Choice choice,
        @Nullable String runId,
        List<UploadName> uploads,
        @Nullable String destination) {
    private static final List<String> LANGUAGES = List.of("ADQL", "ADQL-2.0", "ADQL-2.1");

    public TapRequest {
        uploads = List.copyOf(uploads);
    }

    /**
     * Checks all but the query itself. Parameters that TAP does not know are ignored.
     *
     * @throws DaliFault in words for the user
     */
    public static TapRequest of(Parameters parameters, Maxrec limit, UploadLimits uploads) {
        checkRequest(parameters);
        checkLanguage(parameters);
        return new TapRequest(
                parameters.required("QUERY"),
                limit.of(parameters),
                parameters.first("MAXREC").isPresent(),
                ResponseFormat.of(parameters, ResponseFormat.VOTABLE_BINARY2),
                parameters.first("RUNID").orElse(null),
                UploadName.parse(parameters.all("UPLOAD"), uploads),
                parameters
                        .first("DEST")
                        .map(String::strip)
                        .filter(place -> !place.isEmpty())
                        .orElse(null));
    }

    /**
     * Checks the query for a caller.
     *
     * @param tables the uploads that the parameter names; the caller closes them
     * @param publicUrl for the URLs in the answer
     * @param path of the request, below that
     * @throws DaliFault of kind USAGE with line, column and what was expected
     */
    public TapAnswer compile(Queries queries, Asker asker, Uploads tables, URI publicUrl, String path) {
        return new TapAnswer(
                this, queries, queries.compile(adql, asker, maxrec, tables.descriptions()), tables, publicUrl, path);
    }

    private static void checkRequest(Parameters parameters) {
        parameters.first("REQUEST").ifPresent(value -> {
            if (!value.strip().equalsIgnoreCase("doQuery")) {
                throw new DaliFault(
                        Kind.USAGE, "Parameter REQUEST: expected doQuery, found '%s'".formatted(Shown.of(value)));
            }
        });
    }

    private static void checkLanguage(Parameters parameters) {
        parameters.first("LANG").ifPresent(value -> {
            if (!LANGUAGES.contains(value.strip().toUpperCase(Locale.ROOT))) {
                throw new DaliFault(
                        Kind.USAGE,
                        "Parameter LANG: expected ADQL, ADQL-2.0 or ADQL-2.1, found '%s'".formatted(Shown.of(value)));
            }
        });
    }
}
