package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.OperatorToken;
import org.xingvo.dali.http.CallerFilter;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.dali.http.PublicUrlFilter;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.dali.http.UriGuard;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.vospace.files.FilesHandler;
import org.xingvo.vospace.node.Viewer;
import org.xingvo.vospace.transfer.TransferLimits;
import org.xingvo.vospace.tree.SpaceLimits;
import org.xingvo.vospace.tree.Tree;

/** A space on a free loopback port over a real store and database, and the client of its tests. */
final class SpaceHarness implements AutoCloseable {
    static final String AUTHORITY = "test.example.org";
    static final String VOS = "vos://test.example.org~vos";

    final DataSource database;
    final Identities identities;
    final Store store;
    final VospaceService space;
    /** As a server has it, but with homes that strangers see. */
    static final SpaceLimits OPEN = SpaceLimits.DEFAULT.withPublicHomes(true);

    final URI base;
    final String operator;
    private final HttpServer server;
    private final ExecutorService workers;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    SpaceHarness(DataSource database, Path directory) throws IOException {
        this(database, directory, OPEN);
    }

    SpaceHarness(DataSource database, Path directory, SpaceLimits limits) throws IOException {
        this(database, directory, TransferLimits.STANDARD, limits);
    }

    SpaceHarness(DataSource database, Path directory, TransferLimits limits) throws IOException {
        this(database, directory, limits, OPEN);
    }

    SpaceHarness(DataSource database, Path directory, TransferLimits transfers, SpaceLimits limits) throws IOException {
        this.database = database;
        identities = new Identities(database);
        Optional<String> fresh = OperatorToken.ensure(directory, identities);
        operator = fresh.isPresent() ? fresh.get() : OperatorToken.read(directory);
        store = LocalStore.open(directory.resolve("store"), StoreConfig.defaults());
        PublicUrl publicUrl = PublicUrl.of(null, Set.of());
        space = new VospaceService(
                new VospaceConfig(AUTHORITY, "vos", true, transfers, limits),
                database,
                identities,
                store,
                publicUrl,
                directory,
                InstantSource.system());
        ResourceConfig config = new ResourceConfig();
        config.register(new CallerFilter(identities));
        config.register(new PublicUrlFilter(publicUrl));
        space.resources().forEach(config::register);
        server = GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), config, false);
        server.getServerConfiguration().addHttpHandler(space.files(), FilesHandler.MOUNT);
        workers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        for (NetworkListener listener : server.getListeners()) {
            listener.getTransport().setWorkerThreadPool(workers);
            listener.registerAddOn(new UriGuard());
        }
        server.start();
        space.start();
        base = URI.create(
                "http://127.0.0.1:" + server.getListeners().iterator().next().getPort());
    }

    /** A user with a token. */
    String user(String name) {
        identities.addUser(name, false);
        return identities.createToken(name, null).text();
    }

    Viewer viewer(String user) {
        return space.tree().viewer(identities.callerNamed(user));
    }

    /** Answers as bytes; a token of null is an anonymous caller. */
    HttpResponse<byte[]> send(
            @Nullable String token, String method, String path, byte @Nullable [] body, String... headers) {
        URI uri = URI.create(path.startsWith("http") ? path : base + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> get(@Nullable String token, String path, String... headers) {
        return send(token, "GET", path, null, headers);
    }

    HttpResponse<byte[]> put(@Nullable String token, String path, byte[] body, String... headers) {
        return send(token, "PUT", path, body, headers);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    /** The first group of the first match. */
    static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    /** Names of the nodes in the answer to a listing. */
    static List<String> children(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        List<String> all = Pattern.compile("<vos:node [^>]*?uri=\"" + VOS + "([^\"]*)\"")
                .matcher(text(answer))
                .results()
                .map(match -> match.group(1).substring(match.group(1).lastIndexOf('/') + 1))
                .toList();
        return all.subList(1, all.size());
    }

    static RequestPath path(String plain) {
        return new RequestPath(List.of(plain.substring(1).split("/", -1)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A node document. */
    static byte[] node(String path, String type, String... properties) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><vos:node xmlns:vos="
                + "\"http://www.ivoa.net/xml/VOSpace/v2.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                + "uri=\"" + VOS + path + "\" xsi:type=\"vos:" + type + "\"><vos:properties>");
        for (int i = 0; i < properties.length; i += 2) {
            xml.append("<vos:property uri=\"ivo://ivoa.net/vospace/core#")
                    .append(properties[i])
                    .append("\">")
                    .append(properties[i + 1])
                    .append("</vos:property>");
        }
        return bytes(xml + "</vos:properties></vos:node>");
    }

    void containers(String token, String... paths) {
        for (String path : paths) {
            assertThat(put(token, "/vos/nodes" + path, node(path, "ContainerNode"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(201);
        }
    }

    /** Sets one of the standard's properties. */
    HttpResponse<byte[]> set(String token, String path, String property, String value) {
        return send(
                token,
                "POST",
                "/vos/nodes" + path,
                bytes(text(node(path, "Node", property, value)).replace(" xsi:type=\"vos:Node\"", "")));
    }

    /** A file in a collection, stored and catalogued as an ingest would. */
    void dataset(String collection, int storeId, String path, byte[] body, int accessClass)
            throws IOException, SQLException {
        CollectionId id = new CollectionId(storeId);
        store.createCollection(id, CollectionSettings.named("c" + id.serial()));
        StoredObject object = store.put(
                PutRequest.create(new ObjectKey(id, path), "application/fits"), new java.io.ByteArrayInputStream(body));
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into archive.collection (name, store_id, title) values (?, ?, ?) on conflict do nothing")) {
                statement.setString(1, collection);
                statement.setLong(2, storeId);
                statement.setString(3, collection);
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement("""
                    insert into archive.dataset
                        (collection_id, path, publisher_did, size_bytes, media_type, sha256, access_class)
                    select id, ?, ?, ?, 'application/fits', ?, ? from archive.collection where name = ?""")) {
                statement.setString(1, path);
                statement.setString(2, "ivo://" + AUTHORITY + "/" + collection + "?" + path);
                statement.setLong(3, object.sizeBytes());
                statement.setBytes(4, object.sha256());
                statement.setInt(5, accessClass);
                statement.setString(6, collection);
                statement.executeUpdate();
            }
        }
    }

    /** What the queue holds for a file by its path, as "path access_class store path". */
    List<String> queued(String path) throws SQLException {
        return rows(
                """
                with recursive up (id, at, path) as (
                    select n.id, n.parent_id, '/' || n.name from archive.node n where n.store_path is not null
                    union all
                    select u.id, n.parent_id, '/' || n.name || u.path from up u join archive.node n on n.id = u.at)
                select '/files' || u.path || ' ' || q.access_class || ' ' || q.path
                  from archive.ingest_queue q join up u on q.publisher_did like '%?' || u.id
                 where u.at is null and q.access_path like '/files/node:' || u.id || '/%' and '/files' || u.path = ?
                 order by q.id""".replace("'%?'", "'%' || chr(63)"), RequestPath.parse(path).plain());
    }

    List<String> rows(String sql, String... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /**
     * The invariants of the user area: what containers hold is what is in them, every node has its bytes, and all bytes
     * have a node.
     */
    void agrees() throws SQLException, IOException {
        assertThat(rows("""
                with recursive below (top, id) as (
                    select n.id, n.id from archive.node n where n.type = 'ContainerNode'
                    union all
                    select b.top, n.id from below b join archive.node n on n.parent_id = b.id),
                sizes as (
                    select n.id, coalesce(n.size_bytes, 0)
                           + coalesce((select sum(v.size_bytes) from archive.version v where v.node_id = n.id), 0) as bytes,
                           (n.store_path is not null)::int as files
                      from archive.node n),
                real as (select b.top, sum(s.bytes) as bytes, sum(s.files) as files
                           from below b join sizes s on s.id = b.id group by b.top),
                home (id) as (
                    select id from archive.node where parent_id is null and name = 'home'
                    union all
                    select n.id from home h join archive.node n on n.parent_id = h.id)
                select n.name || ': holds ' || r.bytes || '/' || r.files || ', books say ' || u.bytes || '/' || u.files
                  from real r join archive.node n on n.id = r.top join home h on h.id = n.id
                  cross join lateral archive.used(r.top) u
                 where u.bytes <> r.bytes or u.files <> r.files""")).isEmpty();
        Set<String> known = new HashSet<>(named(""));
        Set<String> stored = new HashSet<>();
        String after = null;
        List<StoredObject> page;
        do {
            page = store.list(new CollectionId(16), "", after, 1000);
            for (StoredObject object : page) {
                stored.add(object.key().name());
                after = object.key().name();
            }
        } while (page.size() == 1000);
        // What is being removed in the background may have lost its bytes already.
        List<String> live = named("""
                 join (with recursive live (id) as (
                           select id from archive.node where parent_id is null and name in ('home', '.trash')
                           union all
                           select n.id from live l join archive.node n on n.parent_id = l.id)
                       select id from live) l on l.id = n.id""");
        known.addAll(live);
        assertThat(known).containsAll(stored);
        assertThat(stored).containsAll(live);
    }

    private List<String> named(String join) throws SQLException {
        return rows("select n.store_path from archive.node n " + join + " where n.store_path is not null union all"
                + " select v.store_path from archive.version v join archive.node n on n.id = v.node_id " + join);
    }

    /** Bytes in the store that no node refers to, as a killed process leaves them. */
    Orphan orphan(String name) throws IOException {
        ObjectKey key = new ObjectKey(new CollectionId(16), name);
        store.put(PutRequest.create(key, "text/plain"), new java.io.ByteArrayInputStream(bytes("orphan")));
        return new Orphan(store, key);
    }

    record Orphan(Store store, ObjectKey key) implements AutoCloseable {
        boolean isThere() throws IOException {
            return store.head(key).isPresent();
        }

        @Override
        public void close() throws IOException {
            store.delete(key);
        }
    }

    /** A second tree over the same rows and bytes, as after a start, does one round of its work in the background. */
    void restartTree() throws IOException {
        try (Tree again = new Tree(
                database,
                identities,
                store,
                AUTHORITY,
                space.tree().limits(),
                () -> java.time.Instant.now().plusSeconds(1))) {
            again.keepHouse();
        }
    }

    /** One round of what is done in the background. */
    void keepHouse() {
        space.tree().keepHouse();
    }

    void sql(String sql, String... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        space.close();
        server.shutdownNow();
        workers.shutdown();
        store.close();
    }
}
