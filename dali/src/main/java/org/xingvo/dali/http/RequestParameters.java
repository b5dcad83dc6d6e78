package org.xingvo.dali.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.Shown;

/**
 * The parameters of a request from its URL and its body: form fields, urlencoded or as multipart/form-data (RFC 7578),
 * as clients send either, and the files beside them.
 */
public final class RequestParameters {
    /** Longest body without uploads [bytes]. */
    static final int MAX_BODY_BYTES = 4 << 20;

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("[;\\s]name=(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private static final Pattern FILE_NAME = Pattern.compile("[;\\s]filename\\*?=", Pattern.CASE_INSENSITIVE);

    private RequestParameters() {}

    /**
     * A file that came with a form. Not to be changed by the receiver.
     *
     * @param name of the form's field, by which a parameter such as {@code UPLOAD=table,param:name} refers to it
     */
    public record FilePart(String name, byte[] bytes) {}

    /** All that a request brought. Immutable. */
    public record Form(Map<String, List<String>> fields, List<FilePart> files) {
        public Form {
            files = List.copyOf(files);
        }

        public Parameters parameters() {
            return Parameters.of(fields);
        }
    }

    /** Those of the URL. */
    public static Parameters of(ContainerRequestContext request) {
        return Parameters.of(request.getUriInfo().getQueryParameters());
    }

    /** Those of the URL and of the body. */
    public static Parameters of(ContainerRequestContext request, InputStream body) {
        return form(request, body).parameters();
    }

    /** Those of the URL and of the body, with names as they were sent, and files. */
    public static Form form(ContainerRequestContext request, InputStream body) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        request.getUriInfo()
                .getQueryParameters()
                .forEach((name, values) -> values.forEach(value -> add(all, name, value)));
        Form form = read(request.getHeaderString(HttpHeaders.CONTENT_TYPE), body, request.getLength());
        form.fields().forEach((name, values) -> values.forEach(value -> add(all, name, value)));
        return new Form(all, form.files());
    }

    /** @param length of the body as announced, -1: not announced */
    static Form read(@Nullable String contentType, InputStream body, int length) {
        byte[] bytes = bytes(body, length);
        String type = contentType == null ? "" : contentType.strip();
        String bare = type.toLowerCase(Locale.ROOT);
        if (bytes.length == 0) {
            return new Form(Map.of(), List.of());
        }
        if (bare.startsWith("multipart/form-data")) {
            Matcher boundary = BOUNDARY.matcher(type);
            if (!boundary.find()) {
                throw new DaliFault(Kind.USAGE, "Content-Type multipart/form-data: expected a boundary, found none");
            }
            return multipart(bytes, boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        }
        if (bare.isEmpty() || bare.startsWith("application/x-www-form-urlencoded")) {
            return new Form(urlencoded(new String(bytes, StandardCharsets.UTF_8)), List.of());
        }
        throw new DaliFault(
                Kind.NOT_ACCEPTED,
                "Content-Type: expected application/x-www-form-urlencoded or multipart/form-data, found '%s'"
                        .formatted(Shown.of(type)));
    }

    /** Never asks for more than was announced: of a request that offers an upgrade, the end is not seen otherwise. */
    private static byte[] bytes(InputStream body, int length) {
        try {
            byte[] bytes = body.readNBytes(length < 0 ? MAX_BODY_BYTES + 1 : Math.min(length, MAX_BODY_BYTES + 1));
            if (bytes.length > MAX_BODY_BYTES) {
                throw new DaliFault(
                        Kind.TOO_LARGE,
                        "Request body: expected at most %d bytes, found more".formatted(MAX_BODY_BYTES));
            }
            return bytes;
        } catch (IOException e) {
            throw new DaliFault(Kind.USAGE, "Request body: it broke off", e);
        }
    }

    private static Map<String, List<String>> urlencoded(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            if (!field.isEmpty()) {
                add(
                        fields,
                        decoded(equals < 0 ? field : field.substring(0, equals)),
                        equals < 0 ? "" : decoded(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new DaliFault(
                    Kind.USAGE,
                    "Form field: expected %% to be followed by two hex digits, found '%s'".formatted(Shown.of(text)),
                    e);
        }
    }

    /** Bytes are taken as Latin-1 to search in, and decoded as UTF-8 afterwards. */
    private static Form multipart(byte[] bytes, String boundary) {
        String text = "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1);
        String delimiter = "\r\n--" + boundary;
        Map<String, List<String>> fields = new LinkedHashMap<>();
        List<FilePart> files = new ArrayList<>();
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int start = at + delimiter.length();
            int end = text.indexOf(delimiter, start);
            int blank = text.indexOf("\r\n\r\n", start);
            if (end < 0 || text.startsWith("--", start)) {
                break;
            }
            if (blank >= 0 && blank < end) {
                part(fields, files, text.substring(start, blank), text.substring(blank + 4, end));
            }
            at = end;
        }
        return new Form(fields, files);
    }

    private static void part(Map<String, List<String>> fields, List<FilePart> files, String headers, String content) {
        for (String header : headers.split("\r\n", -1)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                Matcher name = NAME.matcher(header);
                if (name.find()) {
                    String field = utf8(name.group(1) == null ? name.group(2) : name.group(1));
                    if (FILE_NAME.matcher(header).find()) {
                        files.add(new FilePart(field, content.getBytes(StandardCharsets.ISO_8859_1)));
                    } else {
                        add(fields, field, utf8(content));
                    }
                }
            }
        }
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
    }
}
