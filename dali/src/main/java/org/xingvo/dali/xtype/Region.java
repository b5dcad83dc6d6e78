package org.xingvo.dali.xtype;

/** A region of the sky as text (STC-S, the form that clients draw). All numbers are ICRS degrees. */
public final class Region {
    private Region() {}

    /**
     * The region as STC-S.
     *
     * @param numbers 2: a position; 3: a circle as ra, dec, radius; an even number from 6: vertices of a polygon
     */
    public static String stcs(double[] numbers) {
        String shape = switch (numbers.length) {
            case 2 -> "Position";
            case 3 -> "Circle";
            default -> "Polygon";
        };
        if (numbers.length < 2 || (numbers.length > 3 && numbers.length % 2 == 1) || numbers.length == 4) {
            throw new IllegalArgumentException(
                    "region: expected 2, 3 or an even number from 6 of numbers, found " + numbers.length);
        }
        StringBuilder text = new StringBuilder(shape).append(" ICRS");
        for (double number : numbers) {
            text.append(' ').append(number);
        }
        return text.toString();
    }
}
