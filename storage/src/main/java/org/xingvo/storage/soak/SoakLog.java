package org.xingvo.storage.soak;

/** Takes the lines of a run, one at a time, from any thread. */
@FunctionalInterface
public interface SoakLog {
    void line(String text);
}
