package org.xingvo.vospace.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.MediaTypes;

/**
 * What a client asks for when it makes or changes a node, sorted into what the service keeps in columns and the rest.
 * Immutable. Absent means: as it is, or for a new node as its parent has it.
 *
 * @param isPublic null: absent
 * @param readGroups names; null: absent
 * @param writeGroups names; null: absent
 * @param mediaType null: absent
 * @param target of a link; null: absent
 * @param properties other properties by URI; an empty value of the Optional deletes one
 * @param fixed values sent for properties that the service computes
 */
public record NodeChange(
        @Nullable Boolean isPublic,
        @Nullable Set<String> readGroups,
        @Nullable Set<String> writeGroups,
        @Nullable String mediaType,
        @Nullable String target,
        Map<String, Optional<String>> properties,
        Map<String, String> fixed) {
    /** Most properties in one document. */
    public static final int MAX_PROPERTIES = 500;

    private static final int MAX_URI = 512;
    private static final int MAX_VALUE = 65_536;

    /** Nothing asked for. */
    public static final NodeChange NONE = new NodeChange(null, null, null, null, null, Map.of(), Map.of());

    public NodeChange {
        properties = Map.copyOf(properties);
        fixed = Map.copyOf(fixed);
    }

    /** A change of the media type alone. */
    public static NodeChange ofMediaType(String mediaType) {
        return new NodeChange(null, null, null, mediaType, null, Map.of(), Map.of());
    }

    public boolean touchesPermissions() {
        return isPublic != null || readGroups != null || writeGroups != null;
    }

    /**
     * Sorts the properties of a document.
     *
     * @param sent by URI; an empty Optional is {@code xsi:nil}
     * @throws VospaceFault InvalidArgument naming the property
     */
    public static NodeChange of(Map<String, Optional<String>> sent, @Nullable String target, String authority) {
        Boolean isPublic = null;
        Set<String> readGroups = null;
        Set<String> writeGroups = null;
        String mediaType = null;
        Map<String, Optional<String>> others = new LinkedHashMap<>();
        Map<String, String> fixed = new HashMap<>();
        for (var property : sent.entrySet()) {
            String uri = property.getKey();
            String value = property.getValue().orElse("").strip();
            checkUri(uri);
            if (value.length() > MAX_VALUE) {
                throw VospaceFault.invalidArgument(
                        uri + ": expected at most " + MAX_VALUE + " characters, found " + value.length());
            }
            switch (uri) {
                case Properties.IS_PUBLIC, Properties.PUBLIC_READ -> isPublic = flag(uri, value);
                case Properties.GROUP_READ -> readGroups = groups(uri, value, authority);
                case Properties.GROUP_WRITE -> writeGroups = groups(uri, value, authority);
                case Properties.TYPE -> mediaType = mediaType(uri, value);
                default -> {
                    if (Properties.FIXED.contains(uri)) {
                        fixed.put(uri, value);
                    } else if (!Properties.TIMES.contains(uri)) {
                        property.getValue().ifPresent(text -> checkValue(uri, text.strip()));
                        others.put(uri, property.getValue());
                    }
                }
            }
        }
        return new NodeChange(isPublic, readGroups, writeGroups, mediaType, target, others, fixed);
    }

    private static void checkUri(String uri) {
        if (uri.isEmpty() || uri.length() > MAX_URI || uri.chars().anyMatch(c -> c <= 0x20 || c == 0x7f)) {
            throw VospaceFault.invalidArgument(
                    "property: expected a URI of 1 to " + MAX_URI + " characters, found another text");
        }
        if (uri.startsWith("ivo://ivoa.net/vospace")
                && !(uri.startsWith(Properties.CORE)
                        && Properties.CORE_NAMES.contains(uri.substring(Properties.CORE.length())))) {
            throw VospaceFault.invalidArgument("property: expected a known name in the IVOA's list, found " + uri);
        }
    }

    /** The values that mean something to the service must be ones that it understands. */
    private static void checkValue(String uri, String value) {
        if (value.indexOf('\0') >= 0) {
            throw VospaceFault.invalidArgument(uri + ": expected text without NUL, found one");
        }
        if (Properties.FLAGS.contains(uri)) {
            flag(uri, value);
        } else if (uri.equals(Properties.VERSIONS) && !value.isEmpty() && !value.matches("[0-9]{1,6}")) {
            throw VospaceFault.invalidArgument(
                    uri + ": expected a whole number from 0 to 999999, found '" + value + "'");
        }
    }

    private static boolean flag(String uri, String value) {
        return switch (value) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw VospaceFault.invalidArgument(uri + ": expected true or false, found '" + value + "'");
        };
    }

    private static @Nullable String mediaType(String uri, String value) {
        if (value.isEmpty()) {
            return null;
        }
        if (!MediaTypes.isWellFormed(value)) {
            throw VospaceFault.invalidArgument(uri + ": expected type/subtype, found '" + value + "'");
        }
        return value;
    }

    /** Group URIs of this service, or bare names, separated by blanks or commas. */
    private static Set<String> groups(String uri, String value, String authority) {
        Set<String> names = new HashSet<>();
        for (String item : value.split("[\\s,]+", -1)) {
            if (item.isEmpty()) {
                continue;
            }
            String name = GroupUri.name(item, authority);
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}")) {
                throw VospaceFault.invalidArgument(
                        uri + ": expected " + GroupUri.prefix(authority) + "NAME, found '" + item + "'");
            }
            names.add(name);
        }
        if (names.size() > 100) {
            throw VospaceFault.invalidArgument(uri + ": expected at most 100 groups, found " + names.size());
        }
        return names;
    }
}
