package org.xingvo.tap.result;

/**
 * Definition or repetition levels of a page, as runs of equal ones (Parquet's encoding RLE, without bit-packed runs). One
 * thread at a time.
 */
final class ParquetLevels {
    private final RowBytes runs = new RowBytes(256);
    private int value;
    private long length;

    void add(int level) {
        if (level != value) {
            endRun();
            value = level;
        }
        length++;
    }

    /** Bytes that the runs take by now, nearly. */
    int size() {
        return runs.used();
    }

    /** Ends the levels of the page. */
    RowBytes take() {
        endRun();
        return runs;
    }

    void clear() {
        runs.clear();
        value = 0;
        length = 0;
    }

    private void endRun() {
        if (length > 0) {
            runs.varint(length << 1);
            runs.put1(value);
            length = 0;
        }
    }
}
