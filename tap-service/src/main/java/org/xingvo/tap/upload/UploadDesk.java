package org.xingvo.tap.upload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Shown;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.schemas.net.AddressRule;

/** Finds what the parameter UPLOAD names and looks at it. Thread-safe. */
public final class UploadDesk {
    private static final String PARAM = "param:";

    private final UploadLimits limits;
    private final List<UploadPlace> places;

    /** @param places asked in this order, before the Web */
    public UploadDesk(UploadLimits limits, List<UploadPlace> places) {
        List<UploadPlace> all = new ArrayList<>(places);
        all.add(new WebPlace(limits.fromPrivate() ? AddressRule.ANY : AddressRule.PUBLIC_ONLY, limits.space()));
        this.limits = limits;
        this.places = List.copyOf(all);
    }

    /** Files that came with the request or the job, by name. */
    @FunctionalInterface
    public interface Files {
        /** Empty: there is none of this name; to be closed by the receiver. */
        Optional<SentBytes> named(String name) throws IOException;
    }

    public UploadLimits limits() {
        return limits;
    }

    /**
     * Opens all uploads of a query.
     *
     * @throws DaliFault which upload, what was expected and what was found
     */
    public Uploads open(List<UploadName> names, Files files, UploadPlace.Client client) {
        List<UploadTable> tables = new ArrayList<>();
        boolean whole = false;
        try {
            long left = limits.bytes();
            for (UploadName name : names) {
                SentBytes bytes = plain(name, fetch(name, files, client, left), left);
                left -= bytes.length();
                tables.add(UploadTable.open(name, tables.size() + 1, bytes, limits));
            }
            whole = true;
            return new Uploads(tables);
        } finally {
            if (!whole) {
                tables.forEach(UploadTable::close);
            }
        }
    }

    private SentBytes fetch(UploadName name, Files files, UploadPlace.Client client, long left) {
        try {
            if (name.uri().regionMatches(true, 0, PARAM, 0, PARAM.length())) {
                String part = name.uri().substring(PARAM.length()).strip();
                return files.named(part)
                        .orElseThrow(() -> new DaliFault(
                                Kind.USAGE,
                                "%s: expected a part '%s' in the request, found none"
                                        .formatted(name.shown(), Shown.of(part))));
            }
            URI uri = uri(name);
            for (UploadPlace place : places) {
                Optional<SentBytes> found = place.fetch(uri, client, name.shown(), left);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            throw new DaliFault(
                    Kind.USAGE,
                    "%s: expected param:NAME, or a URL with http or https, found '%s'"
                            .formatted(name.shown(), Shown.of(name.uri())));
        } catch (IOException e) {
            throw new DaliFault(Kind.USAGE, name.shown() + ": " + e.getMessage(), e);
        } catch (DaliFault e) {
            throw e.getMessage().startsWith("Upload ")
                    ? e
                    : new DaliFault(e.kind(), name.shown() + ": " + e.getMessage(), e);
        }
    }

    private static URI uri(UploadName name) {
        try {
            return new URI(name.uri());
        } catch (URISyntaxException e) {
            throw new DaliFault(
                    Kind.USAGE,
                    "%s: expected param:NAME or a URL, found '%s'".formatted(name.shown(), Shown.of(name.uri())),
                    e);
        }
    }

    /** Without gzip around it; what that makes of it counts. */
    private SentBytes plain(UploadName name, SentBytes bytes, long left) {
        boolean kept = false;
        try (InputStream in = new BufferedInputStream(bytes.open())) {
            in.mark(2);
            boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            if (!zipped) {
                kept = true;
                return bytes;
            }
            return limits.space().take(new GZIPInputStream(in), name.shown(), left);
        } catch (IOException e) {
            throw new DaliFault(Kind.USAGE, name.shown() + ": expected a table, found broken bytes", e);
        } finally {
            if (!kept) {
                UploadTable.letGo(bytes);
            }
        }
    }
}
