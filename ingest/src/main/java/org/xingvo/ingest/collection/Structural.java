package org.xingvo.ingest.collection;

import java.util.Set;

/** Keywords that say how the bytes lie, not what was observed: never columns, never part of a layout. */
final class Structural {
    private static final Set<String> WORDS = Set.of(("SIMPLE XTENSION BITPIX NAXIS EXTEND PCOUNT GCOUNT GROUPS TFIELDS"
                    + " THEAP COMMENT HISTORY CONTINUE CHECKSUM DATASUM ZHECKSUM ZDATASUM BSCALE BZERO BLANK EXTNAME"
                    + " EXTVER EXTLEVEL INHERIT LONGSTRN END ZIMAGE ZBITPIX ZNAXIS ZCMPTYPE ZSIMPLE ZEXTEND ZTENSION"
                    + " ZPCOUNT ZGCOUNT ZQUANTIZ ZDITHER0 ZBLANK ZMASKCMP")
            .split(" "));

    /** The same with a number behind. */
    private static final Set<String> NUMBERED = Set.of(("NAXIS TTYPE TFORM TUNIT TDIM TNULL TSCAL TZERO TDISP TBCOL"
                    + " TCOMM TUCD TLMIN TLMAX TDMIN TDMAX TCTYP TCRPX TCRVL TCDLT TCUNI TUTYP TUTYPE TDESC TXTYP"
                    + " TXTYPE THELP PTYPE PSCAL PZERO ZNAXIS ZTILE ZNAME ZVAL ZFORM ZCTYP")
            .split(" "));

    private Structural() {}

    static boolean is(String keyword) {
        int length = keyword.length();
        while (length > 0 && isDigit(keyword.charAt(length - 1))) {
            length--;
        }
        return keyword.isEmpty()
                || WORDS.contains(keyword)
                || (length < keyword.length() && NUMBERED.contains(keyword.substring(0, length)));
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
