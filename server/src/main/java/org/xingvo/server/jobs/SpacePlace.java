package org.xingvo.server.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.JobFiles;
import org.xingvo.tap.Delivery;
import org.xingvo.tap.upload.UploadPlace;
import org.xingvo.vospace.SpaceFiles;
import org.xingvo.vospace.node.VospaceFault;

/**
 * The space of this server as a place of uploads and of results of queries, by {@code vos:} URIs; {@code xing:/home/...} is
 * short for a path in it. Thread-safe.
 */
public final class SpacePlace implements UploadPlace, Delivery {
    private static final String SHORT = "xing:";

    private final SpaceFiles files;
    private final String space;
    private final SentSpace sent;

    /** @param space the URI of its root */
    public SpacePlace(SpaceFiles files, String space, SentSpace sent) {
        this.files = files;
        this.space = space;
        this.sent = sent;
    }

    @Override
    public Optional<SentBytes> fetch(URI uri, Client client, String shown, long limit) throws IOException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("vos") && !scheme.equals("xing")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    files.read(client.asker().caller(), node(uri.toString()), in -> sent.take(in, shown, limit)));
        } catch (VospaceFault e) {
            throw told(e);
        }
    }

    @Override
    public void check(Caller owner, String destination) {
        try {
            files.destination(owner, node(destination), "result");
        } catch (VospaceFault e) {
            throw told(e);
        }
    }

    @Override
    public URI deliver(
            Caller owner,
            String destination,
            URI publicUrl,
            String fileName,
            String mediaType,
            JobFiles.Content content)
            throws IOException {
        try {
            SpaceFiles.Destination place = files.destination(owner, node(destination), fileName);
            Handover.through(content, in -> {
                files.write(place, mediaType, in);
                return place;
            });
            return URI.create(publicUrl + place.path());
        } catch (VospaceFault e) {
            throw told(e);
        }
    }

    private String node(String uri) {
        return uri.regionMatches(true, 0, SHORT, 0, SHORT.length())
                ? space + "/" + uri.substring(SHORT.length()).replaceFirst("^/+", "")
                : uri;
    }

    private static DaliFault told(VospaceFault fault) {
        Kind kind = switch (fault.kind().status()) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            default -> Kind.USAGE;
        };
        return new DaliFault(kind, String.valueOf(fault.getMessage()), fault);
    }
}
