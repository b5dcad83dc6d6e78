package org.xingvo.vospace.node;

import java.util.Collection;
import java.util.stream.Collectors;

/** How groups are named in properties: {@code ivo://authority/gms?NAME}, several joined by blanks. */
public final class GroupUri {
    private GroupUri() {}

    static String prefix(String authority) {
        return "ivo://" + authority + "/gms?";
    }

    public static String join(String authority, Collection<String> names) {
        return names.stream().sorted().map(name -> prefix(authority) + name).collect(Collectors.joining(" "));
    }
}
