package org.xingvo.ingest.collection;

import java.util.regex.Pattern;

/** Keywords that say how the bytes lie, not what was observed: never columns, never part of a layout. */
final class Structural {
    private static final Pattern KEYWORDS = Pattern.compile("|SIMPLE|XTENSION|BITPIX|NAXIS\\d*|EXTEND|PCOUNT|GCOUNT"
            + "|GROUPS|TFIELDS|THEAP|T(TYPE|FORM|UNIT|DIM|NULL|SCAL|ZERO|DISP|BCOL|COMM|UCD|LMIN|LMAX|DMIN|DMAX"
            + "|CTYP|CRPX|CRVL|CDLT|CUNI|UTYP|DESC|XTYP|HELP)\\d+"
            + "|[PSZ](TYPE|SCAL|ZERO)\\d+|COMMENT|HISTORY|CONTINUE|CHECKSUM|DATASUM|ZHECKSUM|ZDATASUM"
            + "|BSCALE|BZERO|BLANK|EXTNAME|EXTVER|EXTLEVEL|INHERIT|LONGSTRN|END"
            + "|Z(IMAGE|BITPIX|NAXIS\\d*|TILE\\d+|CMPTYPE|NAME\\d+|VAL\\d+|SIMPLE|EXTEND|TENSION|PCOUNT|GCOUNT"
            + "|QUANTIZ|DITHER0|BLANK|MASKCMP)");

    private Structural() {}

    static boolean is(String keyword) {
        return KEYWORDS.matcher(keyword).matches();
    }
}
