package org.xingvo.storage.local;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of names: as unsigned bytes of UTF-8. */
final class Utf8Order {
    private Utf8Order() {}

    static int compare(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
