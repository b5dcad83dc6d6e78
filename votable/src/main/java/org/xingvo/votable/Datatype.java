package org.xingvo.votable;

/** The primitive types of VOTable 1.4, section 2.1, as far as this archive uses them (no bit, no complex numbers). */
public enum Datatype {
    BOOLEAN("boolean", 1),
    UNSIGNED_BYTE("unsignedByte", 1),
    SHORT("short", 2),
    INT("int", 4),
    LONG("long", 8),
    CHAR("char", 1),
    UNICODE_CHAR("unicodeChar", 2),
    FLOAT("float", 4),
    DOUBLE("double", 8);

    private final String text;
    private final int bytes;

    Datatype(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** As the attribute {@code datatype} spells it. */
    public String text() {
        return text;
    }

    /** Bytes of one element in the binary serializations. */
    public int bytes() {
        return bytes;
    }

    /** The whole number that stands for null where a format has no other: the one that data need least. */
    public long nullValue() {
        return switch (this) {
            case UNSIGNED_BYTE -> 0xFF;
            case SHORT -> Short.MIN_VALUE;
            case INT -> Integer.MIN_VALUE;
            case LONG -> Long.MIN_VALUE;
            case BOOLEAN, CHAR, UNICODE_CHAR, FLOAT, DOUBLE -> 0;
        };
    }

    public boolean isText() {
        return this == CHAR || this == UNICODE_CHAR;
    }

    /** The type of that exact spelling. */
    public static Datatype of(String text) {
        for (Datatype each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("datatype: expected one of boolean, unsignedByte, short, int, long, char,"
                + " unicodeChar, float, double, found " + text);
    }
}
