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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.Shown;

/**
 * The parameters of a request from its URL and its body: form fields, urlencoded or as multipart/form-data (RFC 7578),
 * as clients send either, and the files beside them.
 */
public final class RequestParameters {
    /** Longest fields of a body together [bytes]; files have a limit of their own. */
    static final int MAX_BODY_BYTES = 4 << 20;

    /** So much of a body that is too long is read all the same. */
    private static final long HEARING_BYTES = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RequestParameters.class);

    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("[;\\s]name=(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private static final Pattern FILE_NAME = Pattern.compile("[;\\s]filename\\*?=", Pattern.CASE_INSENSITIVE);

    private RequestParameters() {}

    /**
     * A file that came with a form.
     *
     * @param name of the form's field, by which a parameter such as {@code UPLOAD=table,param:name} refers to it
     */
    public record FilePart(String name, SentBytes content) {}

    /** All that a request brought; closing it lets go of the files. */
    public record Form(Map<String, List<String>> fields, List<FilePart> files) implements AutoCloseable {
        public Form {
            files = List.copyOf(files);
        }

        public Parameters parameters() {
            return Parameters.of(fields);
        }

        @Override
        public void close() {
            files.forEach(file -> letGo(file.content()));
        }
    }

    /** Those of the URL. */
    public static Parameters of(ContainerRequestContext request) {
        return Parameters.of(request.getUriInfo().getQueryParameters());
    }

    /** Those of the URL as a form without files. */
    public static Form fromUrl(ContainerRequestContext request) {
        return new Form(new LinkedHashMap<>(request.getUriInfo().getQueryParameters()), List.of());
    }

    /** Those of the URL and of the body; files that come with it are passed over. */
    public static Parameters of(ContainerRequestContext request, InputStream body) {
        try (Form form = form(request, body, SentSpace.STANDARD)) {
            return form.parameters();
        }
    }

    /**
     * Those of the URL and of the body, with names as they were sent, and files.
     *
     * @param space for the files
     */
    public static Form form(ContainerRequestContext request, InputStream body, SentSpace space) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        request.getUriInfo()
                .getQueryParameters()
                .forEach((name, values) -> values.forEach(value -> add(all, name, value)));
        Form form = read(request.getHeaderString(HttpHeaders.CONTENT_TYPE), body, request.getLength(), space);
        form.fields().forEach((name, values) -> values.forEach(value -> add(all, name, value)));
        return new Form(all, form.files());
    }

    /** @param length of the body as announced, -1: not announced */
    static Form read(@Nullable String contentType, InputStream body, int length, SentSpace space) {
        String type = contentType == null ? "" : contentType.strip();
        String bare = type.toLowerCase(Locale.ROOT);
        InputStream announced = AnnouncedBody.of(body, length);
        try {
            if (bare.startsWith("multipart/form-data")) {
                Matcher boundary = BOUNDARY.matcher(type);
                if (!boundary.find()) {
                    throw new DaliFault(
                            Kind.USAGE, "Content-Type multipart/form-data: expected a boundary, found none");
                }
                return multipart(
                        new Multipart(announced, boundary.group(1) == null ? boundary.group(2) : boundary.group(1)),
                        space);
            }
            byte[] bytes = announced.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw tooLarge();
            }
            if (bytes.length == 0) {
                return new Form(Map.of(), List.of());
            }
            if (bare.isEmpty() || bare.startsWith("application/x-www-form-urlencoded")) {
                return new Form(urlencoded(new String(bytes, StandardCharsets.UTF_8)), List.of());
            }
        } catch (IOException e) {
            throw new DaliFault(Kind.USAGE, "Request body: it broke off", e);
        }
        throw new DaliFault(
                Kind.NOT_ACCEPTED,
                "Content-Type: expected application/x-www-form-urlencoded or multipart/form-data, found '%s'"
                        .formatted(Shown.of(type)));
    }

    private static DaliFault tooLarge() {
        return new DaliFault(
                Kind.TOO_LARGE,
                "Request body: expected at most %d bytes beside files, found more".formatted(MAX_BODY_BYTES));
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

    private static Form multipart(Multipart parts, SentSpace space) throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        List<FilePart> files = new ArrayList<>();
        boolean whole = false;
        try {
            int left = MAX_BODY_BYTES;
            long filesLeft = space.limitBytes();
            for (String headers = parts.next(); headers != null; headers = parts.next()) {
                left -= headers.length();
                String disposition = disposition(headers);
                Matcher name = NAME.matcher(disposition);
                if (name.find()) {
                    String field = utf8(name.group(1) == null ? name.group(2) : name.group(1));
                    if (FILE_NAME.matcher(disposition).find()) {
                        SentBytes content;
                        try {
                            content = space.take(parts.content(), "File " + Shown.of(field), filesLeft);
                        } catch (DaliFault e) {
                            throw hearing(parts, e);
                        }
                        files.add(new FilePart(field, content));
                        filesLeft -= content.length();
                    } else {
                        byte[] value = parts.content().readNBytes(Math.max(left, 0) + 1);
                        left -= value.length;
                        add(fields, field, new String(value, StandardCharsets.UTF_8));
                    }
                }
                if (left < 0) {
                    throw tooLarge();
                }
            }
            whole = true;
            return new Form(fields, files);
        } finally {
            if (!whole) {
                files.forEach(file -> letGo(file.content()));
            }
        }
    }

    /** Clients that send in one go read the answer afterwards: some more is taken from them, so that they come to it. */
    private static DaliFault hearing(Multipart parts, DaliFault fault) throws IOException {
        byte[] block = new byte[1 << 16];
        long taken = 0;
        InputStream rest = parts.content();
        for (int n = rest.read(block); n >= 0 && taken < HEARING_BYTES; n = rest.read(block)) {
            taken += n;
        }
        return fault;
    }

    private static String disposition(String headers) {
        for (String header : headers.split("\r\n", -1)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                return header;
            }
        }
        return "";
    }

    private static void letGo(SentBytes content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.warn("A file that a client sent is not removed: {}", e.getMessage());
        }
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
    }
}
