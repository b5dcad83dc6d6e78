package org.xingvo.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long each of many requests took.
 *
 * @param nanos of each request, in the order in which they were sent
 * @param wholeNanos from the first to the end of the last
 * @param cpuNanos that this process, the client, used meanwhile
 * @param amount rows, or bytes of answers
 */
record Latencies(long[] nanos, long wholeNanos, long cpuNanos, long amount) {
    /** The number that was in the middle, in milliseconds. */
    double median() {
        return quantile(0.5);
    }

    double quantile(double part) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * part)] / 1e6;
    }

    /** @param floor whose median this one is compared with */
    void print(String what, Latencies floor) {
        System.out.printf(
                Locale.ROOT,
                "%-26s median %7.2f ms  p99 %7.2f ms  %5.2f x floor  %6.0f/s  client's CPU %5.2f ms  (%,d requests, %,d rows or bytes)%n",
                what,
                median(),
                quantile(0.99),
                median() / floor.median(),
                nanos.length / (wholeNanos / 1e9),
                cpuNanos / 1e6 / nanos.length,
                nanos.length,
                amount);
    }
}
