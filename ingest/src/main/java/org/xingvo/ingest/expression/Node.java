package org.xingvo.ingest.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tree of an expression. Immutable. */
sealed interface Node {
    record Constant(Value value) implements Node {}

    /**
     * A card's value.
     *
     * @param hdu null: as the column says, else any
     */
    record Keyword(String keyword, @Nullable String hdu) implements Node {}

    record Negation(Node operand) implements Node {}

    record Arithmetic(char operator, Node left, Node right) implements Node {}

    record Call(Function function, List<Node> arguments) implements Node {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** A named part of the file's path. */
    record Part(PathPattern pattern, String name) implements Node {}

    record Conversion(Node operand, UnitConversion conversion) implements Node {}
}
