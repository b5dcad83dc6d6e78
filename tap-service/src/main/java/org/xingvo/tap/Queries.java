package org.xingvo.tap;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.adql.Adql;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.TableDescription;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.tap.db.QueryDatabase;
import org.xingvo.tap.db.RowCursor;
import org.xingvo.tap.db.StatementCancel;
import org.xingvo.tap.db.TapSchemaSource;
import org.xingvo.tap.schema.PublishedSchema;
import org.xingvo.tap.schema.TableRow;
import org.xingvo.tap.space.SpaceSchema;
import org.xingvo.tap.upload.Uploads;

/** Compiles and starts queries for every protocol that asks the catalogue. Thread-safe. */
public final class Queries {
    private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

    private final TapConfig config;
    private final TapSchemaSource schema;
    private final QueryDatabase database;
    private final SkyDialect dialect;
    private final Traffic traffic;
    private final Origin origin;
    private final @Nullable SpaceSchema space;

    /** @param traffic shared by all queries of this server */
    public Queries(
            TapConfig config, TapSchemaSource schema, QueryDatabase database, SkyDialect dialect, Traffic traffic) {
        this(config, schema, database, dialect, traffic, Origin.UNNAMED, null);
    }

    private Queries(
            TapConfig config,
            TapSchemaSource schema,
            QueryDatabase database,
            SkyDialect dialect,
            Traffic traffic,
            Origin origin,
            @Nullable SpaceSchema space) {
        this.space = space;
        this.traffic = traffic;
        this.origin = origin;
        this.config = config;
        this.schema = schema;
        this.database = database;
        this.dialect = dialect;
    }

    /** The same with answers that tell who gives them. */
    public Queries from(Origin who) {
        return new Queries(config, schema, database, dialect, traffic, who, space);
    }

    /** The same with the tables of files. */
    public Queries with(SpaceSchema files) {
        return new Queries(config, schema, database, dialect, traffic, origin, files);
    }

    /** Who gives the answers. */
    public Origin origin() {
        return origin;
    }

    public TapConfig config() {
        return config;
    }

    /** What all queries of this server share. */
    public Traffic traffic() {
        return traffic;
    }

    public TapSchemaSource schema() {
        return schema;
    }

    /**
     * Checks a query for a caller.
     *
     * @param maxrec the statement returns one row more, which shows that the answer was cut
     * @throws DaliFault of kind USAGE with line, column and what was expected
     */
    public CompiledQuery compile(String adql, Visibility visibility, long maxrec) {
        return compile(adql, schema.catalogue(), visibility, maxrec);
    }

    /** The same with the tables of files that the caller may read, and tables that come with the query. */
    CompiledQuery compile(String adql, Asker asker, long maxrec, List<TableDescription> uploads) {
        Catalogue published = schema.catalogue();
        Catalogue catalogue = uploads.isEmpty() ? published : published.with(uploads);
        SpaceSchema.View view = space == null
                ? new SpaceSchema.View(catalogue, asker.visibility())
                : space.view(adql, catalogue, asker.caller(), asker.visibility());
        return compile(adql, view.catalogue(), view.visibility(), maxrec);
    }

    private CompiledQuery compile(String adql, Catalogue catalogue, Visibility visibility, long maxrec) {
        try {
            return Adql.compile(adql, catalogue, new CompileOptions(dialect, visibility, maxrec + 1));
        } catch (AdqlException e) {
            traffic.counts().failed(DaliFault.Kind.USAGE);
            throw new DaliFault(DaliFault.Kind.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Everything that the caller may know of.
     *
     * @param withColumns false: tables of files may be without them
     */
    PublishedSchema published(Asker asker, boolean withColumns) {
        PublishedSchema seen = schema.schema().visibleTo(asker.visibility());
        return space == null ? seen : space.with(seen, asker.caller(), withColumns);
    }

    /** One table that the caller may know of. */
    Optional<TableRow> published(Asker asker, String name) {
        Optional<TableRow> table = schema.schema().visibleTo(asker.visibility()).table(name);
        return table.isPresent() || space == null ? table : space.table(asker.caller(), name);
    }

    /**
     * Compiles and begins an answer; does it once more by the tables as they are now, when one was replaced between
     * compiling and beginning.
     *
     * @throws DaliFault as the answer does; of kind FATAL when the tables of the database are not those of TAP_SCHEMA
     */
    public <T> T withTablesOfNow(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (DaliFault e) {
            if (e.kind() != DaliFault.Kind.CHANGED) {
                throw e;
            }
        }
        schema.forget();
        try {
            return answer.get();
        } catch (DaliFault e) {
            if (e.kind() != DaliFault.Kind.CHANGED) {
                throw e;
            }
            LOG.error("A query does not go with the tables of the database", e);
            throw new DaliFault(DaliFault.Kind.FATAL, "The query failed in the database", e);
        }
    }

    /**
     * Starts a query on a thread of its own. Whoever gets the cursor closes it.
     *
     * @param uploads held until they are in the database
     * @param cancel says when the query has a connection
     */
    CompletableFuture<RowCursor> start(
            CompiledQuery query, Uploads uploads, URI publicUrl, Duration timeLimit, StatementCancel cancel) {
        CompletableFuture<RowCursor> opening = new CompletableFuture<>();
        Uploads held = uploads.held();
        Thread.ofVirtual().name("query").start(() -> {
            try (held) {
                RowCursor cursor = database.open(query, held.temporary(), publicUrl, timeLimit, cancel);
                if (!opening.complete(cursor)) {
                    cursor.close();
                }
            } catch (RuntimeException | Error e) {
                opening.completeExceptionally(e);
            }
        });
        return opening;
    }

    /**
     * Starts a query and returns with its first rows at hand.
     *
     * @param cancel stops it from another thread; whoever closes the cursor detaches it before
     */
    RowCursor open(CompiledQuery query, Uploads uploads, URI publicUrl, Duration timeLimit, StatementCancel cancel) {
        return database.open(query, uploads.temporary(), publicUrl, timeLimit, cancel);
    }

    /** The plan that the database has for a query, which is not run. */
    List<String> plan(CompiledQuery query, URI publicUrl) {
        return database.plan(query, publicUrl, config.signedIn().timeLimit());
    }

    /** True if the database answers. */
    boolean available() {
        return schema.answers();
    }
}
