package org.xingvo.storage;

/**
 * The 32-bit id of a collection: country 1 bit (0 home, 1 foreign), telescope 15, serial 12, data type 4, from the
 * highest bit down. Immutable.
 *
 * @param value the 32 bits
 */
public record CollectionId(int value) {

    /** Puts the four fields together; each must fit its width. */
    public static CollectionId of(int country, int telescope, int serial, int dataType) {
        check("country", country, 1);
        check("telescope", telescope, 15);
        check("serial", serial, 12);
        check("data type", dataType, 4);
        return new CollectionId(country << 31 | telescope << 16 | serial << 4 | dataType);
    }

    public int country() {
        return value >>> 31;
    }

    public int telescope() {
        return value >>> 16 & 0x7FFF;
    }

    public int serial() {
        return value >>> 4 & 0xFFF;
    }

    public int dataType() {
        return value & 0xF;
    }

    /** Eight upper-case hex digits: the name of the collection's directory. */
    public String hex() {
        return "%08X".formatted(value);
    }

    private static void check(String field, int value, int bits) {
        if (value < 0 || value >= 1 << bits) {
            throw new IllegalArgumentException(
                    "collection id, %s: expected 0 to %d, found %d".formatted(field, (1 << bits) - 1, value));
        }
    }
}
