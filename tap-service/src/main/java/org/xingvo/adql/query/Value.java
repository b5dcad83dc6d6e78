package org.xingvo.adql.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression.Aggregate;
import org.xingvo.adql.ast.Expression.Operator;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.function.UserFunction;

/** Something that has a value for each row. Angles are degrees in ICRS. */
public sealed interface Value {
    Type type();

    /** Is it itself one value of the rows of a group? */
    default boolean isAggregate() {
        return false;
    }

    /**
     * A literal.
     *
     * @param value null: NULL
     */
    record Constant(@Nullable BindValue value, Type type) implements Value {}

    /**
     * A column of a table or sub-query of the FROM clause.
     *
     * @param source number of the table reference, unique in the whole query
     * @param index place of the column in it, from 0
     */
    record Column(int source, int index, Type type, String name, Position at) implements Value {}

    record Arithmetic(Operator operator, Value left, Value right, Type type) implements Value {}

    record Negation(Value operand) implements Value {
        @Override
        public Type type() {
            return operand.type();
        }
    }

    record Concatenation(Value left, Value right) implements Value {
        @Override
        public Type type() {
            return Type.TEXT;
        }
    }

    record Call(Function function, List<Value> arguments, Type type) implements Value {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A function of a group.
     *
     * @param argument null: COUNT(*)
     */
    record AggregateCall(
            Aggregate function, boolean distinct, @Nullable Value argument, Type type) implements Value {
        @Override
        public boolean isAggregate() {
            return true;
        }
    }

    /** A call of a user defined function. */
    record UserCall(UserFunction function, List<Value> arguments, Type type) implements Value {
        public UserCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public boolean isAggregate() {
            return function.aggregate();
        }
    }

    /** One element of an array, from 1. */
    record Element(Value array, Value index, Type type) implements Value {}

    /**
     * A number in another unit.
     *
     * @param factor to multiply it with
     * @param unit as it was written
     */
    record InUnit(Value operand, double factor, String unit) implements Value {
        @Override
        public Type type() {
            return Type.DOUBLE;
        }
    }

    record Case(List<Branch> branches, @Nullable Value otherwise, Type type) implements Value {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    record Branch(Condition condition, Value result) {}

    /**
     * A conversion.
     *
     * @param length of text, -1: any
     */
    record Cast(Value operand, Type type, int length) implements Value {}

    record Coalesce(List<Value> operands, Type type) implements Value {
        public Coalesce {
            operands = List.copyOf(operands);
        }
    }

    /** The only value of a sub-query. */
    record Scalar(ResolvedQuery query, Type type) implements Value {}

    /** 1 or 0 for a condition; null for neither. */
    record Truth(Condition condition) implements Value {
        @Override
        public Type type() {
            return Type.INTEGER;
        }
    }

    /** A place on the sky, and what is made of one. */
    sealed interface Shape extends Value {}

    record Point(Value ra, Value dec) implements Shape {
        @Override
        public Type type() {
            return Type.POINT;
        }
    }

    record Circle(Value ra, Value dec, Value radius) implements Shape {
        @Override
        public Type type() {
            return Type.CIRCLE;
        }
    }

    /** Vertices as ra, dec, ra, dec and so on. */
    record Polygon(List<Value> coordinates) implements Shape {
        public Polygon {
            coordinates = List.copyOf(coordinates);
        }

        @Override
        public Type type() {
            return Type.POLYGON;
        }
    }

    record Box(Value ra, Value dec, Value width, Value height) implements Shape {
        @Override
        public Type type() {
            return Type.POLYGON;
        }
    }

    /** A checked region: 2 numbers a point, 3 a circle, else vertices. */
    record Region(List<Double> numbers, Type type) implements Shape {
        public Region {
            numbers = List.copyOf(numbers);
        }
    }

    /** A coverage map from its text. */
    record MapOfText(Value text) implements Shape {
        @Override
        public Type type() {
            return Type.MOC;
        }
    }

    /** The cells of an order that a region touches. */
    record MapOfRegion(int order, Value region) implements Shape {
        @Override
        public Type type() {
            return Type.MOC;
        }
    }

    record Centroid(Value region) implements Shape {
        @Override
        public Type type() {
            return Type.POINT;
        }
    }

    /** Square degrees. */
    record Area(Value region) implements Value {
        @Override
        public Type type() {
            return Type.DOUBLE;
        }
    }

    /** Coordinate 1 or 2 of a point. */
    record Coordinate(Value point, int number) implements Value {
        @Override
        public Type type() {
            return Type.DOUBLE;
        }
    }

    record Distance(Value ra1, Value dec1, Value ra2, Value dec2) implements Value {
        @Override
        public Type type() {
            return Type.DOUBLE;
        }
    }
}
