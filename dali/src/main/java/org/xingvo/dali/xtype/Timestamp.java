package org.xingvo.dali.xtype;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;

/** A time in UTC as {@code YYYY-MM-DDThh:mm:ss[.S...]} (DALI 1.1, section 3.3.3). */
public final class Timestamp {
    private Timestamp() {}

    /**
     * The text, with as many decimals of the second as it needs. Written by hand because answers hold millions of them.
     *
     * @param utc in the years 0 to 9999
     */
    public static String text(LocalDateTime utc) {
        StringBuilder text = new StringBuilder(29);
        digits(text, utc.getYear(), 4);
        digits(text.append('-'), utc.getMonthValue(), 2);
        digits(text.append('-'), utc.getDayOfMonth(), 2);
        digits(text.append('T'), utc.getHour(), 2);
        digits(text.append(':'), utc.getMinute(), 2);
        digits(text.append(':'), utc.getSecond(), 2);
        int nanos = utc.get(ChronoField.NANO_OF_SECOND);
        if (nanos != 0) {
            digits(text.append('.'), nanos, 9);
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
        return text.toString();
    }

    private static void digits(StringBuilder text, int value, int width) {
        int unit = 1;
        for (int i = 1; i < width; i++) {
            unit *= 10;
        }
        for (int left = value; unit > 0; left %= unit, unit /= 10) {
            text.append((char) ('0' + left / unit % 10));
        }
    }
}
