package org.xingvo.adql.query;

import org.xingvo.adql.ResultColumn;

/** A column that a table or query offers: what it is called and described as, and what can be done with it. */
public record Field(ResultColumn column, Type type) {
    public String name() {
        return column.name();
    }
}
