package org.xingvo.vospace;

import static org.xingvo.vospace.SpaceHarness.AUTHORITY;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.text;

import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Groups;
import org.xingvo.dali.auth.Scope;

/** A space with callers of every kind, and containers of ann in every state, made anew as often as they are wanted. */
final class Stage {
    static final String JOB_FAILED = "(?s).*<uws:message>(.*?)</uws:message>.*";
    private static final Pattern NODE_ID = Pattern.compile("[0-9]+");

    final SpaceHarness space;
    /** Token by letter; of anonymous callers none. */
    final Map<Character, @Nullable String> tokens = new LinkedHashMap<>();

    private final AtomicInteger made = new AtomicInteger(100);
    private final String epoch;

    Stage(SpaceHarness space) throws SQLException {
        this.space = space;
        tokens.put('-', null);
        for (String user : List.of("ann", "bob", "rita", "wim", "nina", "mona")) {
            tokens.put(user.charAt(0), space.user(user));
        }
        tokens.put('o', space.operator);
        tokens.put(
                't',
                space.identities
                        .tokens()
                        .create(Caller.SERVER, "ann", "reading", Scope.READ, null)
                        .text());
        tokens.put(
                'x', space.identities.createToken("ann", Duration.ofMinutes(-1)).text());
        var revoked = space.identities.createToken("ann", null);
        space.identities.revokeToken(revoked.id());
        tokens.put('v', revoked.text());
        group("readers", "rita", "juniors", "nina");
        group("writers", "wim", "apprentices", "mona");
        // Homes come into being at their first sight, which is not to be taken for a change.
        for (String user : List.of("ann", "bob", "rita", "wim", "nina", "mona", "operator")) {
            put(user.equals("operator") ? 'o' : user.charAt(0), "/files/home/" + user + "/own.txt", "own");
        }
        document("/home/ann", "ContainerNode", "xing:versions", "3");
        String token = next(text(space.get(space.operator, "/vos/changes?limit=1")));
        epoch = token.substring(token.lastIndexOf('.'));
    }

    private void group(String name, String member, String inner, String innerMember) {
        space.identities.addGroup(name, "operator");
        space.identities.addGroup(inner, "operator");
        space.identities.addMember(name, member);
        space.identities.addMember(inner, innerMember);
        space.identities.groups().put(Caller.SERVER, name, Groups.Entry.GROUP, inner);
    }

    static String gms(String group) {
        return group.isEmpty() ? "" : "ivo://" + AUTHORITY + "/gms?" + group;
    }

    /**
     * Where doors are tried: a container with a file of two versions.
     *
     * @param id number of the file
     * @param since token of the changes before it was made
     */
    record Place(String dir, String name, long id, String since) {
        String file() {
            return dir + "/" + name;
        }
    }

    /** Makes a container and a file in it, of two versions, and says of them what is given, the file first. */
    Place build(String[] dir, String[] fileAtFirst, String[] dirAtLast, String[] fileAtLast) throws SQLException {
        String since = next(text(space.get(space.operator, "/vos/changes?since=" + latest() + epoch)));
        String path = "/home/ann/s" + made.incrementAndGet();
        expect(201, space.put(tokens.get('a'), "/vos/nodes" + path, documentOf(path, "ContainerNode", dir)));
        String file = path + "/file";
        if (fileAtFirst.length > 0) {
            expect(201, space.put(tokens.get('a'), "/vos/nodes" + file, documentOf(file, "DataNode", fileAtFirst)));
        }
        put('a', "/files" + file, "older");
        put('a', "/files" + file, "kept");
        if (fileAtLast.length > 0) {
            document(file, "DataNode", fileAtLast);
        }
        if (dirAtLast.length > 0) {
            document(path, "ContainerNode", dirAtLast);
        }
        return new Place(path, "file", id(path), since);
    }

    private long id(String dir) throws SQLException {
        return Long.parseLong(space.rows(
                        "select f.id::text from archive.node f join archive.node d on d.id = f.parent_id where d.name = ?",
                        dir.substring(dir.lastIndexOf('/') + 1))
                .getFirst());
    }

    private String latest() throws SQLException {
        return space.rows("select coalesce(max(tx)::text, '0') || '.0' from archive.event")
                .getFirst();
    }

    static String next(String changes) {
        Matcher next = Pattern.compile(" next=\"([0-9a-f.]+)\"").matcher(changes);
        return next.find() ? next.group(1) : "";
    }

    /** Everything that a refused change must leave as it is. */
    String fingerprint(Place place) throws SQLException {
        return space.rows("""
                        with recursive here (id) as (
                            select id from archive.node where name = ?
                            union all
                            select n.id from here h join archive.node n on n.parent_id = h.id)
                        select string_agg(x.what, '; ' order by x.what)
                          from (select n::text as what from archive.node n join here h on h.id = n.id
                                union all
                                select 'version ' || v::text from archive.version v join here h on h.id = v.node_id
                                union all
                                select 'trash ' || t.node_id || t.path from archive.trash t join here h on h.id = t.parent_id
                                union all
                                select 'link ' || s.id from archive.shared_link s where s.path like '%/' || ? || '/%'
                                union all
                                select 'upload ' || u.id || ' ' || coalesce((select sum(g.size_bytes)
                                         from archive.upload_segment g where g.upload_id = u.id), 0)
                                  from archive.upload u where u.path like '%/' || ? || '/%') x""", name(place), name(place), name(place)).getFirst();
    }

    private static String name(Place place) {
        return place.dir().substring(place.dir().lastIndexOf('/') + 1);
    }

    // Requests ------------------------------------------------------------------------------------------------

    void put(char who, String path, String body) {
        expect(201, space.put(tokens.get(who), path, bytes(body)));
    }

    void document(String path, String type, String... properties) {
        expect(200, space.send(tokens.get('a'), "POST", "/vos/nodes" + path, documentOf(path, type, properties)));
    }

    static byte[] documentOf(String path, String type, String... properties) {
        String text = text(SpaceHarness.node(path, type, properties));
        return bytes(text.replace("ivo://ivoa.net/vospace/core#cadc:", "ivo://cadc.nrc.ca/vospace/core#")
                .replace("ivo://ivoa.net/vospace/core#xing:", "ivo://xingvo.org/vospace/core#"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return SpaceHarness.text(answer);
    }

    private static void expect(int status, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.request() + ": " + answer.statusCode() + " " + text(answer));
        }
    }

    /** A transfer document. */
    static byte[] transfer(String direction, String protocol, String view, @Nullable Boolean keep, String... targets) {
        StringBuilder xml = new StringBuilder("<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\">");
        for (String target : targets) {
            xml.append("<vos:target>").append(VOS).append(target).append("</vos:target>");
        }
        xml.append("<vos:direction>").append(direction).append("</vos:direction>");
        if (!view.isEmpty()) {
            xml.append("<vos:view uri=\"").append(view).append("\"/>");
        }
        if (!protocol.isEmpty()) {
            xml.append("<vos:protocol uri=\"").append(protocol).append("\"/>");
        }
        if (keep != null) {
            xml.append("<vos:keepBytes>").append(keep).append("</vos:keepBytes>");
        }
        return bytes(xml + "</vos:transfer>");
    }

    static String normal(String text) {
        return NODE_ID.matcher(text).replaceAll("#").replace("file", "name").replace("none", "name");
    }
}
