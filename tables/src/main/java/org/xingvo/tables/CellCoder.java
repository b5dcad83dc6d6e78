package org.xingvo.tables;

import java.lang.reflect.Array;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes the cells of one column. A cell that does not fit becomes null and is counted. One thread at a time. */
public final class CellCoder {
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final ValueKind kind;
    private final boolean array;
    private long misfits;
    private @Nullable String firstMisfit;
    private boolean nonAscii;

    public CellCoder(TableColumn column) {
        this.kind = column.kind();
        this.array = column.isArray();
    }

    public long misfits() {
        return misfits;
    }

    /** The first cell that did not fit, or null. */
    @Nullable
    public String firstMisfit() {
        return firstMisfit;
    }

    public boolean nonAscii() {
        return nonAscii;
    }

    public void put(@Nullable Object cell, RowBytes out) {
        if (cell == null) {
            out.nothing();
        } else if (array) {
            putArray(cell, out);
        } else {
            putOne(cell, out);
        }
    }

    private void putOne(Object cell, RowBytes out) {
        switch (kind) {
            case INT -> {
                if (cell instanceof Number n) {
                    out.int4(n.intValue());
                    return;
                }
            }
            case LONG -> {
                if (cell instanceof Number n) {
                    out.int8(n.longValue());
                    return;
                }
            }
            case SHORT, UNSIGNED_BYTE -> {
                if (cell instanceof Number n) {
                    out.int2(n.shortValue());
                    return;
                }
            }
            case FLOAT -> {
                if (cell instanceof Number n) {
                    float value = n.floatValue();
                    if (Float.isNaN(value)) {
                        out.nothing();
                    } else {
                        out.float4(value);
                    }
                    return;
                }
            }
            case DOUBLE -> {
                if (cell instanceof Number n) {
                    double value = n.doubleValue();
                    if (Double.isNaN(value)) {
                        out.nothing();
                    } else {
                        out.float8(value);
                    }
                    return;
                }
            }
            case BOOLEAN -> {
                if (cell instanceof Boolean b) {
                    out.bool(b);
                    return;
                }
                // a bit of a VOTable in BINARY or BINARY2
                if (cell instanceof boolean[] bits && bits.length == 1) {
                    out.bool(bits[0]);
                    return;
                }
            }
            case TEXT -> {
                out.text(cell instanceof String s ? s : words(cell));
                nonAscii |= out.takeNonAscii();
                return;
            }
            case TIMESTAMP -> {
                LocalDateTime time = cell instanceof LocalDateTime t ? t : Timestamps.parse(words(cell));
                if (time != null) {
                    out.int8(micros(time));
                    return;
                }
                if (words(cell).isBlank()) {
                    out.nothing();
                    return;
                }
            }
        }
        misfit(cell);
        out.nothing();
    }

    private static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(EPOCH, time);
    }

    private static String words(Object cell) {
        return cell instanceof Character c && c == 0 ? "" : cell.toString();
    }

    private void putArray(Object cell, RowBytes out) {
        if (!cell.getClass().isArray()) {
            misfit(cell);
            out.nothing();
            return;
        }
        int size = Array.getLength(cell);
        int start = out.beginArray(kind.oid(), size);
        switch (cell) {
            case float[] a
            when kind == ValueKind.FLOAT -> {
                for (float v : a) {
                    out.float4(v);
                }
            }
            case double[] a
            when kind == ValueKind.DOUBLE -> {
                for (double v : a) {
                    out.float8(v);
                }
            }
            case int[] a
            when kind == ValueKind.INT -> {
                for (int v : a) {
                    out.int4(v);
                }
            }
            default -> {
                for (int i = 0; i < size; i++) {
                    element(Array.get(cell, i), out);
                }
            }
        }
        out.endArray(start);
    }

    /** An element that is missing is NaN, zero, false or empty: arrays hold no nulls (VOTable 1.4, section 5.5). */
    private void element(@Nullable Object value, RowBytes out) {
        Number n = value instanceof Number number ? number : null;
        switch (kind) {
            case BOOLEAN -> out.bool(Boolean.TRUE.equals(value));
            case UNSIGNED_BYTE, SHORT -> out.int2(n == null ? 0 : n.shortValue());
            case INT -> out.int4(n == null ? 0 : n.intValue());
            case LONG -> out.int8(n == null ? 0 : n.longValue());
            case FLOAT -> out.float4(n == null ? Float.NaN : n.floatValue());
            case DOUBLE -> out.float8(n == null ? Double.NaN : n.doubleValue());
            case TEXT, TIMESTAMP -> {
                String text = value == null ? "" : value.toString().stripTrailing();
                out.element(text, text.length());
                nonAscii |= out.takeNonAscii();
            }
        }
    }

    private void misfit(Object cell) {
        misfits++;
        if (firstMisfit == null) {
            String text = words(cell);
            firstMisfit = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        }
    }
}
