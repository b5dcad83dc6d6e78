package org.xingvo.tap;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.tap.db.RowCursor;
import org.xingvo.tap.db.StatementCancel;
import org.xingvo.tap.result.OutputColumn;
import org.xingvo.tap.result.RowPump;
import org.xingvo.tap.result.TableOutput;
import org.xingvo.tap.result.TableOutputs;
import org.xingvo.tap.turn.Turn;
import org.xingvo.tap.turn.TurnedStream;
import org.xingvo.tap.upload.Uploads;
import org.xingvo.votable.Info;

/** A checked request with its compiled query: all that is needed to write the answer, in whatever format. Immutable. */
public final class TapAnswer {
    private static final int LONGEST_QUERY_INFO = 4096;

    private final TapRequest request;
    private final Queries queries;
    private final CompiledQuery query;
    private final Uploads uploads;
    private final URI publicUrl;
    private final String path;

    /** @param path of what was asked for, below the public URL */
    TapAnswer(TapRequest request, Queries queries, CompiledQuery query, Uploads uploads, URI publicUrl, String path) {
        this.request = request;
        this.queries = queries;
        this.query = query;
        this.uploads = uploads;
        this.publicUrl = publicUrl;
        this.path = path;
    }

    public CompiledQuery query() {
        return query;
    }

    /** The media type to declare. */
    public String contentType() {
        return request.choice().contentType();
    }

    /** The name under which a client should save the answer. */
    public String fileName() {
        return "tap-result." + request.choice().format().suffix();
    }

    /**
     * Runs the query and writes the whole answer. Nothing that was written counts if this throws.
     *
     * @param timeLimit for the first rows, and again for every later batch
     * @param cancel stops the statement from another thread
     * @throws org.xingvo.dali.DaliFault in words for the user, also when it was cancelled
     */
    public void write(OutputStream out, Duration timeLimit, StatementCancel cancel) throws IOException {
        Turn turn = queries.traffic().turns().turn();
        try (turn;
                TableOutput output = output(new TurnedStream(out, turn))) {
            output.begin();
            if (request.maxrec() == 0) {
                output.end(RowPump.overflow(0));
                return;
            }
            try (RowCursor cursor = queries.open(query, uploads, publicUrl, timeLimit, cancel)) {
                RowPump.move(cursor, output, request.maxrec(), cursor.isLong() ? turn : Turn.free());
            }
        }
    }

    /** A writer of this answer in its format; whoever has it feeds it the rows. */
    public TableOutput output(OutputStream out) {
        List<OutputColumn> columns =
                query.columns().stream().map(OutputColumn::of).toList();
        return new TableOutputs(columns, "result", infos(), publicUrl + "/datalink/links", false)
                .open(request.choice().format(), out, queries.config().spool());
    }

    private List<Info> infos() {
        List<Info> infos = new ArrayList<>();
        infos.add(new Info("service_protocol", "ivo://ivoa.net/std/TAP"));
        infos.addAll(queries.origin().infos(publicUrl + path));
        String adql = request.adql();
        String shown = adql.length() > LONGEST_QUERY_INFO ? adql.substring(0, LONGEST_QUERY_INFO) + "..." : adql;
        infos.add(new Info("QUERY", shown));
        if (request.maxrecAsked()) {
            infos.add(new Info("MAXREC", Long.toString(request.maxrec())));
        }
        return infos;
    }
}
