package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.ast.Select;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.ResolvedQuery;
import org.xingvo.adql.query.ResolvedQuery.SortKey;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;

/** Queries and set operations; single SELECTs are the {@link BlockResolver}'s. One thread, one query. */
public final class Resolver {
    private final CompileOptions options;
    private final FromResolver tables;
    private final Map<Integer, List<Field>> fields = new HashMap<>();
    private int sources;
    private int commonTables;
    private int constants;

    private Resolver(Catalogue catalogue, CompileOptions options) {
        this.options = options;
        this.tables = new FromResolver(this, catalogue, options);
    }

    public static ResolvedQuery resolve(Query query, Catalogue catalogue, CompileOptions options) {
        return new Resolver(catalogue, options).query(query, null, CommonTables.NONE);
    }

    FromResolver tables() {
        return tables;
    }

    int newSource(Position at) {
        if (sources == options.limits().tables()) {
            throw Wrong.limit(
                    "Query has too many tables",
                    at,
                    "at most " + options.limits().tables());
        }
        return sources++;
    }

    void remember(int source, List<Field> columns) {
        fields.put(source, columns);
    }

    /** Null for what is no plain column. */
    @Nullable
    Field fieldOf(Value value) {
        if (value instanceof Value.Column column) {
            List<Field> known = fields.get(column.source());
            return known == null ? null : known.get(column.index());
        }
        return null;
    }

    /** What PostgreSQL makes of an array value; null: it is not known. */
    @Nullable
    SqlType arrayType(Value value) {
        return switch (value) {
            case Value.Column column -> {
                Field field = fieldOf(column);
                yield field == null ? null : field.column().sqlType();
            }
            case Value.Scalar scalar ->
                scalar.query().fields().getFirst().column().sqlType();
            case Value.UserCall call -> call.function().result().sqlType();
            default -> null;
        };
    }

    void countConstant(Position at) {
        if (++constants > options.limits().constants()) {
            throw Wrong.limit(
                    "Query has too many constants",
                    at,
                    "at most " + options.limits().constants());
        }
    }

    void checkItems(int count, Position at) {
        if (count > options.limits().selectItems()) {
            throw Wrong.limit(
                    "Query has too many columns",
                    at,
                    "at most " + options.limits().selectItems());
        }
    }

    /** @param outer what a correlated sub-query may name; null: nothing */
    ResolvedQuery query(Query query, @Nullable Scope outer, CommonTables before) {
        CommonTables common = before;
        List<ResolvedQuery.CommonTable> with = new ArrayList<>();
        for (Query.CommonTable table : query.with()) {
            ResolvedQuery definition = query(table.query(), null, common);
            int id = commonTables++;
            with.add(new ResolvedQuery.CommonTable(id, definition));
            common = common.with(new CommonTables.Known(table.name(), id, definition.fields()));
        }
        if (query.body() instanceof Select select) {
            BlockResolver block = new BlockResolver(this, select, outer, common);
            BlockResolver.Resolved resolved = block.resolve(query.orderBy());
            return new ResolvedQuery(
                    with, resolved.block(), resolved.orderBy(), query.offset(), Fields.unique(resolved.fields()));
        }
        Body body = body(query.body(), outer, common);
        List<SortKey> orderBy = new ArrayList<>();
        for (Query.SortKey key : query.orderBy()) {
            orderBy.add(new SortKey(ordinal(key.expression(), body.fields()), null, key.descending()));
            checkItems(orderBy.size(), key.expression().at());
        }
        return new ResolvedQuery(with, body.body(), orderBy, query.offset(), Fields.unique(body.fields()));
    }

    private static int ordinal(Expression key, List<Field> fields) {
        if (key instanceof Expression.NumberLiteral number) {
            return BlockResolver.ordinal(number, fields.size());
        }
        if (key instanceof Expression.ColumnName name && name.parts().size() == 1) {
            Identifier wanted = name.parts().getFirst();
            for (int i = 0; i < fields.size(); i++) {
                if (Scope.name(wanted).matches(fields.get(i).name())) {
                    return i;
                }
            }
        }
        throw Wrong.type(
                "Rows of a set operation are ordered by their own columns",
                key.at(),
                "a column name or number of the first query",
                "");
    }

    private record Body(ResolvedQuery.Body body, List<Field> fields) {}

    private Body body(Query.Body body, @Nullable Scope outer, CommonTables common) {
        return switch (body) {
            case Select select -> {
                BlockResolver.Resolved resolved = new BlockResolver(this, select, outer, common).resolve(List.of());
                yield new Body(resolved.block(), resolved.fields());
            }
            case Query.Nested nested -> {
                ResolvedQuery inner = query(nested.query(), outer, common);
                yield new Body(new ResolvedQuery.Nested(inner), inner.fields());
            }
            case Query.SetOperation operation -> combination(operation, outer, common);
        };
    }

    private Body combination(Query.SetOperation operation, @Nullable Scope outer, CommonTables common) {
        Body left = body(operation.left(), outer, common);
        Body right = body(operation.right(), outer, common);
        if (left.fields.size() != right.fields.size()) {
            throw Wrong.type(
                    "Both sides of " + operation.operator() + " need as many columns",
                    operation.at(),
                    left.fields.size() + " columns",
                    right.fields.size() + " columns");
        }
        List<Field> fields = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < left.fields.size(); i++) {
            Field l = left.fields.get(i);
            Field r = right.fields.get(i);
            Type type = common(l.type(), r.type());
            boolean otherArrays =
                    type == Type.OPAQUE && l.column().sqlType() != r.column().sqlType();
            if (type == null || otherArrays) {
                throw Wrong.type(
                        "Column " + (i + 1) + " of " + operation.operator() + " has different types",
                        operation.at(),
                        l.type().shown(),
                        r.type().shown());
            }
            types.add(type);
            fields.add(field(l, r, type));
        }
        return new Body(
                new ResolvedQuery.Combination(operation.operator(), operation.all(), left.body, right.body, types),
                fields);
    }

    private static @Nullable Type common(Type left, Type right) {
        Type type =
                Types.common(new Value.Column(-1, 0, left, "", NOWHERE), new Value.Column(-1, 0, right, "", NOWHERE));
        return type == Type.NULL ? Type.TEXT : type;
    }

    private static final Position NOWHERE = new Position(1, 1);

    private static Field field(Field left, Field right, Type type) {
        if (left.type() == type) {
            boolean unicode = right.column().datatype().equals("unicodeChar") && type == Type.TEXT;
            return unicode ? Fields.unicode(left) : left;
        }
        return right.type() == type
                ? Fields.renamed(right, left.name())
                : Fields.computed(left.name(), type, left.column().unit());
    }
}
