package org.xingvo.tap.upload;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.xingvo.adql.TableDescription;
import org.xingvo.tap.db.TemporaryTable;

/** The uploads of one query, held until all who may still read them have closed them. Thread-safe. */
public final class Uploads implements AutoCloseable {
    private final List<UploadTable> tables;
    private final Runnable afterwards;
    private final AtomicInteger holders = new AtomicInteger(1);

    Uploads(List<UploadTable> tables) {
        this(tables, () -> {});
    }

    private Uploads(List<UploadTable> tables, Runnable afterwards) {
        this.tables = List.copyOf(tables);
        this.afterwards = afterwards;
    }

    /** Of a query without any. */
    public static Uploads none() {
        return new Uploads(List.of());
    }

    /** The same uploads, not yet held by others, with something to be done when they are closed. */
    public Uploads andThen(Runnable closing) {
        return new Uploads(tables, closing);
    }

    /** One more who will close them. */
    public Uploads held() {
        holders.incrementAndGet();
        return this;
    }

    /** As ADQL knows them. */
    public List<TableDescription> descriptions() {
        return tables.stream().map(UploadTable::description).toList();
    }

    /** As the database makes them. */
    public List<TemporaryTable> temporary() {
        return tables.stream().map(UploadTable::temporary).toList();
    }

    @Override
    public void close() {
        if (holders.decrementAndGet() == 0) {
            tables.forEach(UploadTable::close);
            afterwards.run();
        }
    }
}
