package org.xingvo.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A space that runs: uploads of small files by 30 clients, negotiated (synctrans, its details, PUT) and straight; a
 * container with 1,000 children; a move of a container with many. Arguments: address of the server, token of a user, name
 * of the user, URI of the root node, files; and, for {@link SpaceFloor} in the same run, the JDBC URL of the server's
 * database and a directory on the file system of its store. What it makes is removed at the end.
 */
public final class SpaceBenchmark {
    private static final int CLIENTS = 30;
    private static final int BYTES = 20_000;
    private static final int CHILDREN = 1000;
    /** Rounds before one counts: the code of a server that has just started is compiled over its first thousands of uploads. */
    private static final int WARM_UP = 4;

    private final SpaceClient space;
    private final String user;

    private SpaceBenchmark(SpaceClient space, String user) {
        this.space = space;
        this.user = user;
    }

    public static void main(String[] args) throws Exception {
        SpaceClient client = new SpaceClient(URI.create(args[0]), args[1], args[3]);
        SpaceBenchmark space = new SpaceBenchmark(client, args[2]);
        space.run(Integer.parseInt(args[4]));
        if (args.length > 6) {
            space.floor(Integer.parseInt(args[4]), args[5], Path.of(args[6]));
        }
    }

    /** One of many requests. */
    private interface Step {
        void run(int number) throws Exception;
    }

    private void run(int files) throws Exception {
        String top = "/home/" + user + "/benchmark-" + System.currentTimeMillis();
        space.container(top);
        space.container(top + "/put");
        space.container(top + "/negotiated");
        byte[] body = new byte[BYTES];
        new SplittableRandom(1).nextBytes(body);
        for (int round = 1; round <= WARM_UP; round++) {
            String names = "/put/w" + round + "-";
            measure("put, warm-up", files / 2, CLIENTS, i -> space.put(top + names + i, body));
        }
        measure("put, " + CLIENTS + " clients", files, CLIENTS, i -> space.put(top + "/put/f" + i, body));
        for (int round = 1; round <= WARM_UP; round++) {
            String names = "/negotiated/w" + round + "-";
            measure("negotiated, warm-up", files / 2, CLIENTS, i -> space.negotiated(top + names + i, body));
        }
        measure(
                "negotiated, " + CLIENTS + " clients",
                files,
                CLIENTS,
                i -> space.negotiated(top + "/negotiated/f" + i, body));
        space.container(top + "/listed");
        measure("put, to be listed", CHILDREN, CLIENTS, i -> space.put(top + "/listed/f" + i, body));
        measure("1,000 children, warm-up", 200, 1, i -> space.get("/vos/nodes" + top + "/listed"));
        measure("1,000 children", 200, 1, i -> space.get("/vos/nodes" + top + "/listed"));
        measure("1,000 children, min", 200, 1, i -> space.get("/vos/nodes" + top + "/listed?detail=min"));
        measure("one node", 1000, 1, i -> space.get("/vos/nodes" + top + "/listed/f1"));
        measure(
                "move of " + (files + WARM_UP * (files / 2)),
                11,
                1,
                i -> space.move(top + "/put" + (i == 0 ? "" : i), top + "/put" + (i + 1)));
        space.delete(top);
    }

    /** The least that negotiated uploads cost on this machine: their statements, and their bytes on the disk. */
    private void floor(int files, String jdbcUrl, Path directory) throws Exception {
        String top = "/home/" + user + "/floor-" + System.currentTimeMillis();
        space.container(top);
        try (SpaceFloor floor = new SpaceFloor(jdbcUrl, directory, user, top, CLIENTS)) {
            measure("floor, warm-up", files, CLIENTS, i -> floor.upload(i, BYTES));
            measure("floor, " + CLIENTS + " clients", files, CLIENTS, i -> floor.upload(files + i, BYTES));
        }
        space.delete(top);
    }

    private void measure(String what, int count, int clients, Step step) throws Exception {
        long[] nanos = new long[count];
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int first = c;
                futures.add(threads.submit(() -> {
                    for (int i = first; i < count; i += clients) {
                        long start = System.nanoTime();
                        step.run(i);
                        nanos[i] = System.nanoTime() - start;
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-30s median %8.2f ms  p99 %8.2f ms  %7.1f/s%n",
                what,
                nanos[count / 2] / 1e6,
                nanos[count * 99 / 100] / 1e6,
                count / seconds);
    }
}
