package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.Type;

/** Descriptions of columns: declared ones, computed ones, renamed ones. */
final class Fields {
    private Fields() {}

    static Field declared(TableDescription table, ColumnDescription column) {
        Type type = type(column);
        ResultColumn result = new ResultColumn(
                column.name(),
                column.datatype(),
                column.arraysize(),
                column.xtype(),
                column.unit(),
                column.ucd(),
                column.utype(),
                column.description(),
                sqlType(column, type),
                new ResultColumn.Origin(table.schema(), table.name(), column.name()));
        return new Field(result, type);
    }

    private static boolean isText(ColumnDescription column) {
        return column.datatype().equals("char") || column.datatype().equals("unicodeChar");
    }

    private static boolean isArray(ColumnDescription column) {
        String size = column.arraysize();
        return size != null && !size.isBlank() && !(size.equals("1") && !isText(column));
    }

    private static Type type(ColumnDescription column) {
        String xtype = column.xtype() == null ? "" : column.xtype().toLowerCase(Locale.ROOT);
        if (isText(column)) {
            if (xtype.equals("adql:region")) {
                return Type.REGION;
            }
            if (xtype.equals("moc")) {
                return Type.MOC;
            }
            if (xtype.equals("timestamp") || xtype.equals("adql:timestamp")) {
                return "text".equals(column.sqlType()) ? Type.TEXT : Type.TIMESTAMP;
            }
            return column.arraysize() != null && column.arraysize().contains("x") ? Type.OPAQUE : Type.TEXT;
        }
        if (isArray(column)) {
            boolean real =
                    column.datatype().equals("double") || column.datatype().equals("float");
            return switch (real ? xtype : "") {
                case "point" -> Type.POINT;
                case "circle" -> Type.CIRCLE;
                case "polygon" -> Type.POLYGON;
                default -> Type.OPAQUE;
            };
        }
        return switch (column.datatype()) {
            case "boolean" -> Type.BOOLEAN;
            case "unsignedByte", "short" -> Type.SMALLINT;
            case "int" -> Type.INTEGER;
            case "long" -> Type.BIGINT;
            case "float" -> Type.REAL;
            case "double" -> Type.DOUBLE;
            default -> Type.OPAQUE;
        };
    }

    private static SqlType sqlType(ColumnDescription column, Type type) {
        if (type != Type.OPAQUE && !type.isGeometry()) {
            return sqlType(type);
        }
        return switch (column.datatype()) {
            case "boolean" -> SqlType.BOOLEAN_ARRAY;
            case "unsignedByte" -> SqlType.BYTEA;
            case "short" -> SqlType.SMALLINT_ARRAY;
            case "int" -> SqlType.INTEGER_ARRAY;
            case "long" -> SqlType.BIGINT_ARRAY;
            case "float" -> SqlType.REAL_ARRAY;
            case "double" -> SqlType.DOUBLE_ARRAY;
            default -> type == Type.REGION ? SqlType.TEXT : SqlType.TEXT_ARRAY;
        };
    }

    static SqlType sqlType(Type type) {
        return switch (type) {
            case BOOLEAN -> SqlType.BOOLEAN;
            case SMALLINT -> SqlType.SMALLINT;
            case INTEGER -> SqlType.INTEGER;
            case BIGINT -> SqlType.BIGINT;
            case REAL -> SqlType.REAL;
            case DOUBLE -> SqlType.DOUBLE;
            case NULL, TEXT, REGION, MOC -> SqlType.TEXT;
            case TIMESTAMP -> SqlType.TIMESTAMP;
            case POINT, CIRCLE, POLYGON, OPAQUE -> SqlType.DOUBLE_ARRAY;
        };
    }

    /**
     * A computed column.
     *
     * @param unit null: none or not known
     */
    static Field computed(String name, Type type, @Nullable String unit) {
        String datatype = switch (type) {
            case BOOLEAN -> "boolean";
            case SMALLINT -> "short";
            case INTEGER -> "int";
            case BIGINT -> "long";
            case REAL -> "float";
            case DOUBLE, POINT, CIRCLE, POLYGON, OPAQUE -> "double";
            case NULL, TEXT, TIMESTAMP, REGION, MOC -> "char";
        };
        String arraysize = switch (type) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> null;
            case POINT -> "2";
            case CIRCLE -> "3";
            case NULL, TEXT, TIMESTAMP, REGION, MOC, POLYGON, OPAQUE -> "*";
        };
        String xtype = switch (type) {
            case TIMESTAMP -> "timestamp";
            case POINT -> "point";
            case CIRCLE -> "circle";
            case POLYGON -> "polygon";
            case REGION -> "adql:REGION";
            case MOC -> "moc";
            case NULL, BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, OPAQUE -> null;
        };
        ResultColumn column =
                new ResultColumn(name, datatype, arraysize, xtype, unit, null, null, null, sqlType(type), null);
        return new Field(column, type);
    }

    /** A computed array whose elements are known. */
    static Field array(Field field, @Nullable SqlType type) {
        ResultColumn c = field.column();
        SqlType sqlType = type == null ? SqlType.DOUBLE_ARRAY : type;
        String datatype = switch (sqlType) {
            case BOOLEAN_ARRAY -> "boolean";
            case BYTEA -> "unsignedByte";
            case SMALLINT_ARRAY -> "short";
            case INTEGER_ARRAY -> "int";
            case BIGINT_ARRAY -> "long";
            case REAL_ARRAY -> "float";
            case TEXT_ARRAY -> "char";
            case DOUBLE_ARRAY, BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, TIMESTAMP -> "double";
        };
        ResultColumn column =
                new ResultColumn(c.name(), datatype, "*", null, c.unit(), null, null, null, sqlType, null);
        return new Field(column, field.type());
    }

    static Field renamed(Field field, String name) {
        ResultColumn c = field.column();
        return new Field(
                new ResultColumn(
                        name,
                        c.datatype(),
                        c.arraysize(),
                        c.xtype(),
                        c.unit(),
                        c.ucd(),
                        c.utype(),
                        c.description(),
                        c.sqlType(),
                        c.origin()),
                field.type());
    }

    /** Text that may be outside ASCII. */
    static Field unicode(Field field) {
        ResultColumn c = field.column();
        return new Field(
                new ResultColumn(
                        c.name(),
                        "unicodeChar",
                        c.arraysize(),
                        c.xtype(),
                        c.unit(),
                        c.ucd(),
                        c.utype(),
                        c.description(),
                        c.sqlType(),
                        c.origin()),
                field.type());
    }

    /** The same fields, none called like an earlier one whatever the case. */
    static List<Field> unique(List<Field> fields) {
        Set<String> taken = new HashSet<>();
        for (Field field : fields) {
            taken.add(field.name().toLowerCase(Locale.ROOT));
        }
        if (taken.size() == fields.size()) {
            return fields;
        }
        Set<String> used = new HashSet<>();
        List<Field> result = new ArrayList<>(fields.size());
        for (Field field : fields) {
            String name = field.name();
            for (int i = 2; used.contains(name.toLowerCase(Locale.ROOT)); i++) {
                String next = field.name() + "_" + i;
                if (!taken.contains(next.toLowerCase(Locale.ROOT))) {
                    name = next;
                }
            }
            used.add(name.toLowerCase(Locale.ROOT));
            taken.add(name.toLowerCase(Locale.ROOT));
            result.add(name.equals(field.name()) ? field : renamed(field, name));
        }
        return result;
    }
}
