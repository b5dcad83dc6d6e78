package org.xingvo.adql;

import java.util.List;

/**
 * A query ready to run. Immutable.
 *
 * @param sql one SELECT with a question mark for each bind value (a question mark within double quotes is part of
 *     a name); columns are to be read by place, their SQL names mean nothing
 * @param inlined the same with every value printed as a typed literal by {@link org.xingvo.adql.sql.Literals}, for
 *     COPY, which takes no bind values; to be sent as it is, without a look for question marks or JDBC escapes
 * @param columns of the answer, one for each column that the SQL returns
 * @param rowLimit rows that the statement returns at most by TOP or maxRows; -1: no limit
 * @param top the TOP that was written, -1: none; an answer of this length that is below MAXREC is no overflow
 */
public record CompiledQuery(
        String sql, List<BindValue> binds, String inlined, List<ResultColumn> columns, long rowLimit, long top) {
    public CompiledQuery {
        binds = List.copyOf(binds);
        columns = List.copyOf(columns);
    }
}
