package org.xingvo.vospace.tree;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.StoredObject;
import org.xingvo.vospace.tree.Sql.Texts;

/**
 * Work in the background: adds up the ledger, removes what is gone, empties the trash in time, ends old promises, and once
 * after the start removes bytes that a killed process left without a node. Thread-safe. It may be killed at any point.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int FOLD = 10_000;
    private static final int SWEEP_PAGE = 1000;

    /** Rounds after which there is something that time alone makes due. */
    private static final int SELDOM = 10;

    /** Names in the store that are not of nodes: parts of uploads that are not finished. */
    private static final String NOT_NODES = ".";

    private final Ground ground;
    private final TrashBin trash;
    private final Purge purge;
    private final InstantSource clock;
    private final long promisedBefore;
    private volatile @Nullable Thread worker;
    private volatile boolean closed;
    private String sweptTo = "";
    private volatile boolean swept;
    private int rounds;

    /**
     * @param promisedBefore the last promise of room that an earlier process made: nobody will keep it
     */
    Housekeeping(Ground ground, TrashBin trash, Purge purge, InstantSource clock, long promisedBefore) {
        this.ground = ground;
        this.promisedBefore = promisedBefore;
        this.trash = trash;
        this.purge = purge;
        this.clock = clock;
    }

    void start(Duration interval) {
        worker = Thread.ofPlatform().name("vospace-housekeeping").daemon().start(() -> {
            while (!closed) {
                round();
                LockSupport.parkNanos(interval.toNanos());
            }
        });
    }

    private void round() {
        try {
            fold();
            if (rounds++ % SELDOM == 0 || !swept) {
                once();
            } else {
                remove();
            }
        } catch (RuntimeException e) {
            if (!closed) {
                log.error("Housekeeping of the user area failed, the next round tries again", e);
            }
        }
    }

    /** One round: everything that is due now, but of long work only a part. */
    synchronized void once() {
        fold();
        trash.expire(clock.instant());
        remove();
        Sql.read(
                ground.database(),
                connection -> Sql.update(
                        connection,
                        "delete from archive.reservation where id <= ? or expires < now() - interval '1 hour'",
                        promisedBefore));
        if (!swept && !closed) {
            copies();
            swept = sweep();
        }
    }

    private void fold() {
        int folded = FOLD;
        while (folded == FOLD && !closed) {
            folded = Sql.read(ground.database(), connection -> Ledger.fold(connection, FOLD));
        }
    }

    private void remove() {
        Instant until = clock.instant().plusSeconds(2);
        while (!closed && purge.some() > 0 && clock.instant().isBefore(until)) {
            log.debug("Removed some of what was deleted");
        }
        trash.forgetSome();
    }

    /** Copies that were not finished when the service ended. */
    private void copies() {
        Sql.transaction(ground.database(), connection -> {
            Ledger.lock(connection);
            return Sql.update(
                    connection,
                    "update archive.node set parent_id = ?, name = id::text where parent_id = ? and created < ?::timestamptz",
                    ground.roots().gone().id(),
                    ground.roots().copies().id(),
                    ground.started().toString());
        });
    }

    /** Looks at one page of bytes; true: that was the last. Bytes newer than this process may wait for their node. */
    private boolean sweep() {
        try {
            List<StoredObject> page =
                    ground.store().list(ground.home(), "", sweptTo.isEmpty() ? null : sweptTo, SWEEP_PAGE);
            List<String> old = page.stream()
                    .filter(object -> object.stored().isBefore(ground.started()))
                    .map(object -> object.key().name())
                    .filter(name -> !name.startsWith(NOT_NODES))
                    .toList();
            List<String> orphans = old.isEmpty()
                    ? List.of()
                    : Sql.read(
                            ground.database(),
                            connection -> Sql.list(connection, """
                            select o.name from unnest(?::text[]) as o (name)
                             where not exists (select 1 from archive.node n where n.store_path = o.name)
                               and not exists (select 1 from archive.version v where v.store_path = o.name)""", rows -> rows.getString(1), new Texts(old)));
            orphans.forEach(ground::deleteBytes);
            if (!orphans.isEmpty()) {
                log.info("Removed {} objects that no node refers to", orphans.size());
            }
            if (page.size() < SWEEP_PAGE) {
                return true;
            }
            sweptTo = page.getLast().key().name();
            return false;
        } catch (IOException e) {
            log.warn("The store could not be looked through for bytes without a node", e);
            return true;
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread running = worker;
        if (running != null) {
            LockSupport.unpark(running);
            try {
                if (!running.join(Duration.ofSeconds(10))) {
                    log.warn("Housekeeping does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
