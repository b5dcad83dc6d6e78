package org.xingvo.adql;

import java.util.List;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.parse.Parser;
import org.xingvo.adql.resolve.Resolver;
import org.xingvo.adql.sql.Printer;

/** Compiles ADQL 2.1 to PostgreSQL. Stateless. */
public final class Adql {
    private Adql() {}

    /**
     * Checks a query against a catalogue and prints it for PostgreSQL, restricted to what the caller may see.
     *
     * @throws AdqlException whatever is wrong with the text; no other exception comes out
     */
    public static CompiledQuery compile(String adql, Catalogue catalogue, CompileOptions options) {
        try {
            Query written = Parser.parse(adql, options.limits());
            return Printer.print(Resolver.resolve(written, catalogue, options), options);
        } catch (StackOverflowError e) {
            // the limits are there to prevent it; a thread with a small stack may still come here
            throw new AdqlException(Category.LIMIT, "Query is nested too deeply", 1, 1, List.of(), "");
        }
    }
}
