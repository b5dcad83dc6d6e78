package org.xingvo.tap;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.Shown;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;
import org.xingvo.dali.http.RequestParameters;
import org.xingvo.dali.vosi.ColumnMeta;
import org.xingvo.dali.vosi.Detail;
import org.xingvo.dali.vosi.ForeignKeyMeta;
import org.xingvo.dali.vosi.SchemaMeta;
import org.xingvo.dali.vosi.TableMeta;
import org.xingvo.dali.vosi.TablesWriter;
import org.xingvo.tap.schema.ColumnRow;
import org.xingvo.tap.schema.KeyRow;
import org.xingvo.tap.schema.PublishedSchema;
import org.xingvo.tap.schema.SchemaRow;
import org.xingvo.tap.schema.TableRow;

/** {@code /tap/tables} and {@code /tap/tables/{name}} (VOSI 1.1, section 2.4), as the caller sees them. Thread-safe. */
@Path("tap/tables")
public final class TablesResource {
    private static final String TYPE = "text/xml;charset=UTF-8";

    private final Queries queries;
    private final Identities identities;

    TablesResource(Queries queries, Identities identities) {
        this.queries = queries;
        this.identities = identities;
    }

    @GET
    public Response all(@Context ContainerRequestContext request) {
        try {
            Detail detail = detail(request);
            PublishedSchema published = queries.published(asker(request), detail == Detail.MAX);
            return new HttpAnswer(request).type(TYPE).stream(out -> {
                TablesWriter writer = TablesWriter.begin(out, detail);
                for (SchemaRow schema : published.schemas()) {
                    writer.schema(new SchemaMeta(schema.name(), null, schema.description(), schema.utype()));
                    for (TableRow table : schema.tables()) {
                        writer.table(described(table, published));
                    }
                }
                writer.end();
            });
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    @GET
    @Path("{name: .+}")
    public Response one(@Context ContainerRequestContext request, @PathParam("name") String name) {
        try {
            Asker asker = asker(request);
            PublishedSchema published = queries.schema().schema().visibleTo(asker.visibility());
            TableRow table = queries.published(asker, name)
                    .orElseThrow(() -> new DaliFault(
                            Kind.NOT_FOUND,
                            "Table '%s': expected the name of a table, found none of this name"
                                    .formatted(Shown.of(name))));
            return new HttpAnswer(request)
                    .type(TYPE).stream(out -> TablesWriter.writeOne(out, described(table, published)));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    private Asker asker(ContainerRequestContext request) {
        return Asker.of(identities, Callers.of(request));
    }

    private static Detail detail(ContainerRequestContext request) {
        String asked = RequestParameters.of(request).first("detail").orElse("max");
        return switch (asked.strip().toLowerCase(Locale.ROOT)) {
            case "min" -> Detail.MIN;
            case "max" -> Detail.MAX;
            default ->
                throw new DaliFault(
                        Kind.USAGE, "Parameter detail: expected min or max, found '%s'".formatted(Shown.of(asked)));
        };
    }

    private static TableMeta described(TableRow table, PublishedSchema published) {
        return new TableMeta(
                table.name(),
                table.type(),
                null,
                table.description(),
                table.utype(),
                table.columns().stream().map(TablesResource::described).toList(),
                published.keysFrom(table.name()).stream()
                        .map(TablesResource::described)
                        .toList());
    }

    /** Principal columns are told by TAP_SCHEMA alone: clients know no such flag. */
    private static ColumnMeta described(ColumnRow column) {
        return new ColumnMeta(
                column.name(),
                column.description(),
                column.unit(),
                column.ucd(),
                column.utype(),
                column.datatype(),
                column.arraysize(),
                column.xtype(),
                column.indexed(),
                false,
                column.std());
    }

    private static ForeignKeyMeta described(KeyRow key) {
        return new ForeignKeyMeta(
                key.targetTable(),
                key.columns().stream()
                        .map(pair -> new ForeignKeyMeta.ColumnPair(pair.from(), pair.target()))
                        .toList(),
                key.description(),
                key.utype());
    }
}
