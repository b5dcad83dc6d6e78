package org.xingvo.adql;

import java.util.List;

/** A typed value for one question mark of the SQL, in order. Immutable, never null. */
public sealed interface BindValue {
    /** The type as which it is to be bound; the SQL also casts. */
    SqlType type();

    record Text(String value) implements BindValue {
        @Override
        public SqlType type() {
            return SqlType.TEXT;
        }
    }

    record Whole(long value) implements BindValue {
        @Override
        public SqlType type() {
            return SqlType.BIGINT;
        }
    }

    record Real(double value) implements BindValue {
        @Override
        public SqlType type() {
            return SqlType.DOUBLE;
        }
    }

    /** Vertices of a region, degrees. */
    record Reals(List<Double> values) implements BindValue {
        public Reals {
            values = List.copyOf(values);
        }

        @Override
        public SqlType type() {
            return SqlType.DOUBLE_ARRAY;
        }
    }

    /** Ids of access classes. */
    record Classes(List<Integer> ids) implements BindValue {
        public Classes {
            ids = List.copyOf(ids);
        }

        @Override
        public SqlType type() {
            return SqlType.INTEGER_ARRAY;
        }
    }
}
