package org.xingvo.vospace.node;

import java.util.Collection;
import java.util.stream.Collectors;

/** How groups are named in properties: {@code ivo://authority/gms?NAME}, several joined by blanks. */
public final class GroupUri {
    private GroupUri() {}

    /** Before every name that the {@code vos} client writes, whatever service it talks to. */
    private static final String CLIENT = "ivo://cadc.nrc.ca/gms?";

    /** The name of the group of this service that a URI or a bare name stands for, as far as it does. */
    static String name(String written, String authority) {
        String name = written.startsWith(CLIENT) ? written.substring(CLIENT.length()) : written;
        return name.startsWith(prefix(authority))
                ? name.substring(prefix(authority).length())
                : name;
    }

    static String prefix(String authority) {
        return "ivo://" + authority + "/gms?";
    }

    public static String join(String authority, Collection<String> names) {
        return names.stream().sorted().map(name -> prefix(authority) + name).collect(Collectors.joining(" "));
    }
}
