package org.xingvo.vospace;

import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.Stage.documentOf;
import static org.xingvo.vospace.Stage.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.Doors.Seen;
import org.xingvo.vospace.Stage.Place;

/** Tries doors: several requests where one is not enough, to the first that does not succeed. */
final class Hand {
    private static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final String SHARE = "http://wiki.ivoa.net/twiki/bin/view/IVOA/VOSpacePublicShare";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern ENDPOINT = Pattern.compile("<vos:endpoint>([^<]+)</vos:endpoint>");
    private static final Pattern SUMMARY = Pattern.compile("(?s)<uws:message>(.*?)</uws:message>");
    private static final Pattern PHASE = Pattern.compile("<uws:phase>([A-Z]+)</uws:phase>");
    private static final Map<String, Integer> STATUS = Map.of(
            "NotAuthenticated", 401,
            "PermissionDenied", 403,
            "NodeNotFound", 404,
            "ContainerNotFound", 404,
            "DuplicateNode", 409,
            "NodeLocked", 423);

    private final SpaceHarness space;

    Hand(SpaceHarness space) {
        this.space = space;
    }

    Seen send(@Nullable String token, String method, String path, byte @Nullable [] body, String... headers) {
        return seen(space.send(token, method, path, body, headers));
    }

    Seen get(@Nullable String token, String path) {
        return send(token, "GET", path, null);
    }

    Seen put(@Nullable String token, String path) {
        return send(token, "PUT", path, bytes("new"));
    }

    private static Seen seen(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return status < 400 ? Seen.OPEN : new Seen(status, text(answer));
    }

    /** Open if the answer has a text; an answer without it is as good as none. */
    Seen shows(@Nullable String token, String path, String wanted) {
        HttpResponse<byte[]> answer = space.get(token, path);
        return answer.statusCode() >= 400 ? seen(answer) : text(answer).contains(wanted) ? Seen.OPEN : Seen.SHUT;
    }

    /** A page of the container that begins with the file: what is no child is an InvalidURI. */
    Seen page(@Nullable String token, Place at) {
        Seen seen = get(token, "/vos/nodes" + at.dir() + "?limit=1&uri=" + VOS + at.file());
        return seen.status() == 400 ? new Seen(404, seen.text()) : seen;
    }

    Seen set(@Nullable String token, Place at, String... properties) {
        return send(token, "POST", "/vos/nodes" + at.file(), documentOf(at.file(), "DataNode", properties));
    }

    // Transfers -----------------------------------------------------------------------------------------------

    /** Moves bytes by the endpoint of a transfer document, without credentials. */
    Seen endpoint(String method, HttpResponse<byte[]> document) {
        Matcher found = ENDPOINT.matcher(text(document));
        if (document.statusCode() >= 400 || !found.find()) {
            return seen(document);
        }
        String address = found.group(1).replace("&amp;", "&");
        return send(null, method, address, method.equals("PUT") ? bytes("sent") : null);
    }

    /** A transfer by parameters, to its end. */
    Seen negotiated(@Nullable String token, String method, String query) {
        return endpoint(method, space.get(token, "/vos/synctrans?" + query));
    }

    /** A transfer by document, to its end. */
    Seen sync(@Nullable String token, String method, byte[] document) {
        HttpResponse<byte[]> made = space.send(token, "POST", "/vos/synctrans", document);
        if (made.statusCode() != 303) {
            return seen(made);
        }
        String details = location(made);
        Seen job = ended(token, details.substring(0, details.indexOf("/results/")), "EXECUTING");
        return job.status() == 200 ? endpoint(method, space.get(token, details)) : job;
    }

    Seen share(@Nullable String token, Place at) {
        return sync(token, "GET", transfer("pullFromVoSpace", SHARE, "", null, at.file()));
    }

    Seen pulled(@Nullable String token, Place at) {
        byte[] asked = transfer("pullFromVoSpace", CORE + "httpget", "", null, at.file());
        HttpResponse<byte[]> made = space.send(token, "POST", "/vos/transfers?PHASE=RUN", asked);
        if (made.statusCode() != 303) {
            return seen(made);
        }
        Seen job = ended(token, location(made), "EXECUTING");
        return job.status() == 200
                ? endpoint("GET", space.get(token, location(made) + "/results/transferDetails"))
                : job;
    }

    /** A job of the service, to its end. */
    Seen job(@Nullable String token, String path, byte[] body) {
        boolean form = !text(body).startsWith("<");
        HttpResponse<byte[]> made = space.send(token, "POST", path, body, "Content-Type", form ? FORM : "text/xml");
        return made.statusCode() == 303 ? ended(token, location(made), "COMPLETED") : seen(made);
    }

    /** Own bytes, made for it, go into the container. */
    Seen movedInto(@Nullable String token, String home, Place at) {
        String mine = home + "/mine" + at.dir().substring(at.dir().lastIndexOf('/') + 1);
        put(token, "/files" + mine);
        byte[] asked = transfer(VOS + at.dir() + "/new", "", "", false, mine);
        return job(token, "/vos/transfers?PHASE=RUN", asked);
    }

    private Seen ended(@Nullable String token, String job, String success) {
        while (true) {
            // What a client runs is begun at once, and then waits for the client.
            String document = text(space.get(token, job + (success.equals("EXECUTING") ? "" : "?WAIT=10")));
            Matcher phase = PHASE.matcher(document);
            if (!phase.find()) {
                return new Seen(500, document);
            }
            if (phase.group(1).equals(success)) {
                boolean errors = document.contains("errorcount");
                return errors ? new Seen(Seen.REFUSED, "") : Seen.OPEN;
            }
            if (phase.group(1).equals("ERROR")) {
                Matcher summary = SUMMARY.matcher(document);
                String message = summary.find() ? summary.group(1) : "";
                return new Seen(STATUS.getOrDefault(message.split("\\s", 2)[0], 500), message);
            }
        }
    }

    private static String location(HttpResponse<byte[]> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow()).getPath();
    }

    // Bytes ---------------------------------------------------------------------------------------------------

    Seen segments(@Nullable String token, Place at) {
        String path = "/files" + at.file();
        HttpResponse<byte[]> begun =
                space.put(token, path, new byte[0], "x-put-txn-op", "start", "x-total-length", "4");
        if (begun.statusCode() >= 400) {
            return seen(begun);
        }
        String id = begun.headers().firstValue("x-put-txn-id").orElseThrow();
        Seen segment = send(token, "PUT", path, bytes("sent"), "x-put-txn-id", id);
        return segment.status() == 200
                ? send(token, "PUT", path, new byte[0], "x-put-txn-id", id, "x-put-txn-op", "commit")
                : segment;
    }

    /** An address is made and used by somebody without credentials. */
    Seen link(@Nullable String token, Place at, String verb) {
        HttpResponse<byte[]> made = made(token, at, verb);
        if (made.statusCode() >= 400) {
            return seen(made);
        }
        return verb.equals("read") ? get(null, location(made)) : put(null, location(made));
    }

    /** The address that somebody hands out who may. */
    String address(@Nullable String token, Place at, String verb) {
        return location(made(token, at, verb));
    }

    private HttpResponse<byte[]> made(@Nullable String token, Place at, String verb) {
        byte[] form = bytes("target=" + VOS + at.file() + "&verb=" + verb);
        return space.send(token, "POST", "/vos/links", form, "Content-Type", FORM);
    }

    /** An archive with one file, "new". */
    byte[] tar() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("new");
            entry.setSize(3);
            tar.putArchiveEntry(entry);
            tar.write(bytes("new"));
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return SpaceHarness.text(answer);
    }
}
