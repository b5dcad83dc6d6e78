package org.xingvo.tap.result;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A structure in Thrift's compact protocol, in which Parquet's metadata are written: fields in the order of their numbers,
 * then {@link #end}. One thread at a time.
 */
final class CompactStruct {
    private static final int INT32 = 5;
    private static final int INT64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final RowBytes bytes;
    private int last;

    CompactStruct(RowBytes bytes) {
        this.bytes = bytes;
    }

    CompactStruct int32(int field, int value) {
        head(field, INT32);
        bytes.varint(zigzag(value));
        return this;
    }

    CompactStruct int64(int field, long value) {
        head(field, INT64);
        bytes.varint(zigzag(value));
        return this;
    }

    CompactStruct text(int field, String value) {
        head(field, BINARY);
        text(value);
        return this;
    }

    CompactStruct texts(int field, List<String> values) {
        list(field, BINARY, values.size());
        values.forEach(this::text);
        return this;
    }

    CompactStruct int32s(int field, List<Integer> values) {
        list(field, INT32, values.size());
        values.forEach(value -> bytes.varint(zigzag(value)));
        return this;
    }

    CompactStruct struct(int field, Consumer<CompactStruct> content) {
        head(field, STRUCT);
        CompactStruct inner = new CompactStruct(bytes);
        content.accept(inner);
        inner.end();
        return this;
    }

    <T> CompactStruct structs(int field, List<T> values, BiConsumer<CompactStruct, T> content) {
        list(field, STRUCT, values.size());
        for (T value : values) {
            CompactStruct inner = new CompactStruct(bytes);
            content.accept(inner, value);
            inner.end();
        }
        return this;
    }

    void end() {
        bytes.put1(0);
    }

    private void head(int field, int type) {
        if (field <= last || field - last > 15) {
            throw new IllegalStateException("field " + field + " behind " + last);
        }
        bytes.put1(((field - last) << 4) | type);
        last = field;
    }

    private void list(int field, int type, int size) {
        head(field, LIST);
        if (size < 15) {
            bytes.put1((size << 4) | type);
        } else {
            bytes.put1(0xF0 | type);
            bytes.varint(size);
        }
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes.varint(utf8.length);
        bytes.put(utf8, 0, utf8.length);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
