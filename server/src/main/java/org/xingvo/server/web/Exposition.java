package org.xingvo.server.web;

import java.util.Map;

/**
 * Figures as text: OpenMetrics 1.0, or the older format of Prometheus, which differs in the names of counters. One thread
 * at a time.
 */
final class Exposition {
    private final StringBuilder text = new StringBuilder(4096);
    private final boolean open;

    /** @param open true: OpenMetrics */
    Exposition(boolean open) {
        this.open = open;
    }

    /**
     * What only grows.
     *
     * @param name without {@code _total}
     */
    void counter(String name, String help, Number value) {
        head(open ? name : name + "_total", help, "counter");
        sample(name + "_total", "", value.doubleValue());
    }

    /** The same, one for each value of a label. */
    void counters(String name, String help, String label, Map<String, ? extends Number> values) {
        head(open ? name : name + "_total", help, "counter");
        values.forEach((key, value) -> sample(name + "_total", labels(label, key), value.doubleValue()));
    }

    /** What is so now. */
    void gauge(String name, String help, Number value) {
        head(name, help, "gauge");
        sample(name, "", value.doubleValue());
    }

    /** The same, one for each value of a label. */
    void gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        head(name, help, "gauge");
        values.forEach((key, value) -> sample(name, labels(label, key), value.doubleValue()));
    }

    String text() {
        return open ? text + "# EOF\n" : text.toString();
    }

    private void head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, double value) {
        text.append(name).append(labels).append(' ');
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(value);
        }
        text.append('\n');
    }

    private static String labels(String label, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "{" + label + "=\"" + escaped + "\"}";
    }
}
