package org.xingvo.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.Locale;

/**
 * A container with very many children, in a space that runs: read whole, read page by page, moved. Arguments: address of
 * the server, token of a user, name of the user, URI of the root node, JDBC URL of the server's database (the children are
 * made there: files without bytes), children. What it makes is removed at the end.
 */
public final class WideBenchmark {
    private static final int PAGE = 1000;
    private static final int MOVES = 11;

    private final SpaceClient space;
    private final String user;

    private WideBenchmark(SpaceClient space, String user) {
        this.space = space;
        this.user = user;
    }

    public static void main(String[] args) throws Exception {
        SpaceClient space = new SpaceClient(URI.create(args[0]), args[1], args[3]);
        new WideBenchmark(space, args[2]).run(args[3], args[4], Integer.parseInt(args[5]));
    }

    private void run(String root, String jdbcUrl, int children) throws Exception {
        String name = "wide-" + System.currentTimeMillis();
        String top = "/home/" + user + "/" + name;
        space.container(top);
        fill(jdbcUrl, name, children);
        whole(top, "");
        whole(top, "detail=min");
        pages(root, top);
        double[] millis = new double[MOVES];
        for (int i = 0; i < MOVES; i++) {
            long start = System.nanoTime();
            space.move(top + (i == 0 ? "" : "-" + i), top + "-" + (i + 1));
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        print("moved, median", millis[MOVES / 2]);
        print("moved, slowest", millis[MOVES - 1]);
        long start = System.nanoTime();
        space.delete(top + "-" + MOVES);
        print("deleted (into the trash)", (System.nanoTime() - start) / 1e6);
    }

    private void fill(String jdbcUrl, String name, int children) throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement statement = connection.prepareStatement("""
                        insert into archive.node (parent_id, name, type, owner)
                        select p.id, 'child-' || to_char(g, 'FM0000000'), 'DataNode', p.owner
                          from archive.node h join archive.node p on p.parent_id = h.id,
                               generate_series(1, ?) as g
                         where h.name = ? and p.name = ?""")) {
            statement.setInt(1, children);
            statement.setString(2, user);
            statement.setString(3, name);
            long start = System.nanoTime();
            int made = statement.executeUpdate();
            print(made + " children made", (System.nanoTime() - start) / 1e6);
        }
    }

    private void whole(String top, String query) throws IOException, InterruptedException {
        long start = System.nanoTime();
        InputStream in = space.ask("GET", "/vos/nodes" + top + "?" + query, new byte[0], BodyHandlers.ofInputStream())
                .body();
        double first = -1;
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                first = first < 0 ? (System.nanoTime() - start) / 1e6 : first;
                bytes += n;
            }
        }
        print("all at once, " + query + ", first bytes", first);
        print("all at once, " + query + ", " + bytes / 1_000_000 + " MB", (System.nanoTime() - start) / 1e6);
    }

    private void pages(String root, String top) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String last = "";
        long slowest = 0;
        int pages = 0;
        for (String next = page(root, top, last); !next.equals(last); next = page(root, top, last)) {
            last = next;
            pages++;
            long now = System.nanoTime();
            slowest = Math.max(slowest, now - start);
            start = now;
        }
        print(pages + " pages of " + PAGE + ", slowest", slowest / 1e6);
    }

    /** Name of the last child on the page that begins with a child. */
    private String page(String root, String top, String from) throws IOException, InterruptedException {
        String query = "?limit=" + PAGE + (from.isEmpty() ? "" : "&uri=" + root + top + "/" + from);
        String last = from;
        try (InputStream in = space.ask("GET", "/vos/nodes" + top + query, new byte[0], BodyHandlers.ofInputStream())
                        .body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                for (int at = line.indexOf("/child-"); at >= 0; at = line.indexOf("/child-", at + 1)) {
                    last = line.substring(at + 1, at + 1 + "child-0000000".length());
                }
            }
        }
        return last;
    }

    private static void print(String what, double millis) {
        System.out.printf(Locale.ROOT, "%-44s %10.1f ms%n", what, millis);
    }
}
