package org.xingvo.ingest.expression;

import org.jspecify.annotations.Nullable;

/**
 * A value that is computed from the headers and the path of a file. Immutable; two are equal when their texts are.
 * Grammar and functions: docs/descriptions.md.
 */
public final class Expression {
    private final String text;
    private final Node root;

    private Expression(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /**
     * Parses a text.
     *
     * @throws ExpressionException says where, what is expected and what was found
     */
    public static Expression of(String text) {
        return new Expression(text, Parser.parse(text));
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * The value for one file; null when there is none or something does not fit.
     *
     * @param hdu where keywords without an HDU of their own are looked for; null: anywhere
     */
    public @Nullable Value evaluate(Facts facts, @Nullable String hdu) {
        return new Evaluation(facts, hdu).value(root);
    }

    /** True if it asks for what the rules without a description say. */
    public boolean asksForAutomatic() {
        return asks(root);
    }

    private static boolean asks(Node node) {
        return switch (node) {
            case Node.Call(Function function, java.util.List<Node> arguments) ->
                function == Function.AUTO || arguments.stream().anyMatch(Expression::asks);
            case Node.Negation(Node operand) -> asks(operand);
            case Node.Arithmetic(char operator, Node left, Node right) -> asks(left) || asks(right);
            case Node.Conversion(Node operand, UnitConversion conversion) -> asks(operand);
            case Node.Constant constant -> false;
            case Node.Keyword keyword -> false;
            case Node.Part part -> false;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Expression expression && expression.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
