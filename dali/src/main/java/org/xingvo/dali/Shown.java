package org.xingvo.dali;

/** Text of a request as a message may show it. */
public final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** At most 80 characters, control characters as '?'. */
    public static String of(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
