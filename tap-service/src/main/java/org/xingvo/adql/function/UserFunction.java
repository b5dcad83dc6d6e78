package org.xingvo.adql.function;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.query.Type;

/**
 * One form of a user defined function. Immutable.
 *
 * @param name lower case
 * @param sql the function in SQL that is called with the arguments in order
 * @param aggregate it makes one value of the rows of a group
 * @param description what it does, for the capabilities
 */
public record UserFunction(
        String name, List<Parameter> parameters, Result result, String sql, boolean aggregate, String description) {
    public UserFunction {
        parameters = List.copyOf(parameters);
    }

    /** What an argument has to be. */
    public enum Kind {
        NUMBER("REAL"),
        INTEGER("INTEGER"),
        BIGINT("BIGINT"),
        TEXT("VARCHAR"),
        /** Text in single quotes, one of {@link Frames}. */
        FRAME("VARCHAR"),
        TIMESTAMP("TIMESTAMP"),
        POINT("POINT"),
        /** A point, circle, polygon or region. */
        GEOMETRY("GEOMETRY"),
        /** An array of two numbers. */
        INTERVAL("INTERVAL");

        private final String adql;

        Kind(String adql) {
            this.adql = adql;
        }
    }

    /**
     * An argument.
     *
     * @param required NULL in its place is an error of the query; NULL of a row makes the answer NULL
     */
    public record Parameter(String name, Kind kind, boolean required) {}

    /**
     * What comes out.
     *
     * @param adql its type in the words of ADQL
     * @param type GEOMETRY's is that of the argument
     * @param sqlType what PostgreSQL returns
     * @param unit null: none
     */
    public record Result(
            String adql,
            Type type,
            SqlType sqlType,
            @Nullable String unit) {}

    /** As the capabilities declare it: {@code name(argument TYPE, ...) -> TYPE}. */
    public String signature() {
        return name
                + parameters.stream()
                        .map(p -> p.name() + " " + p.kind().adql)
                        .collect(Collectors.joining(", ", "(", ")"))
                + " -> " + result.adql();
    }
}
