package org.xingvo.dali.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditional headers of a request against one representation (RFC 9110, 13). Immutable.
 *
 * @param etag strong entity tag without quotes; null: there is no representation
 * @param modified when it was last changed; null: there is no representation
 */
public record Conditions(@Nullable String etag, @Nullable Instant modified) {
    /** What to do. */
    public enum Verdict {
        PROCEED,
        /** Answer 304; for GET and HEAD only. */
        NOT_MODIFIED,
        /** Answer 412. */
        FAILED
    }

    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(?:,|$)");

    /**
     * Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in the order of 13.2.2.
     *
     * @param method of the request
     * @param header the value of a header by name, null if absent
     */
    public Verdict judge(String method, Function<String, @Nullable String> header) {
        boolean read = method.equals("GET") || method.equals("HEAD");
        String ifMatch = header.apply("If-Match");
        if (ifMatch != null) {
            if (!names(ifMatch, true)) {
                return Verdict.FAILED;
            }
        } else {
            Instant since = HttpDates.parse(header.apply("If-Unmodified-Since"));
            if (since != null && modified != null && seconds(modified).isAfter(since)) {
                return Verdict.FAILED;
            }
        }
        String ifNoneMatch = header.apply("If-None-Match");
        if (ifNoneMatch != null) {
            if (names(ifNoneMatch, false)) {
                return read ? Verdict.NOT_MODIFIED : Verdict.FAILED;
            }
        } else if (read) {
            Instant since = HttpDates.parse(header.apply("If-Modified-Since"));
            if (since != null && modified != null && !seconds(modified).isAfter(since)) {
                return Verdict.NOT_MODIFIED;
            }
        }
        return Verdict.PROCEED;
    }

    /** True if a Range header counts: no If-Range, or one that names this very representation (13.1.5). */
    public boolean rangeCounts(@Nullable String ifRange) {
        if (ifRange == null) {
            return true;
        }
        String text = ifRange.strip();
        if (text.startsWith("\"")) {
            return etag != null && text.equals("\"" + etag + "\"");
        }
        Instant date = HttpDates.parse(text);
        return date != null && modified != null && seconds(modified).equals(date);
    }

    private boolean names(String list, boolean strong) {
        if (etag == null) {
            return false;
        }
        if (list.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(list);
        while (tags.find()) {
            boolean weak = tags.group(1) != null;
            if (etag.equals(tags.group(2)) && !(strong && weak)) {
                return true;
            }
        }
        return false;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
