package org.xingvo.vospace.node;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The identifiers by which the catalogue, and DataLink with it, knows files. */
public final class DatasetId {
    private static final Set<String> DESCRIBED = Set.of("application/fits", "image/fits");

    private DatasetId() {}

    /** The identifier of a file that the catalogue describes, or will in a moment; null: it does not. */
    public static @Nullable String of(Node node, String authority) {
        NodeBytes bytes = node.bytes();
        if (bytes == null || bytes.size() == 0) {
            return null;
        }
        String collection = node.collection();
        if (collection != null) {
            String path = node.path().from(2).segments().stream()
                    .map(DatasetId::encoded)
                    .collect(Collectors.joining("/"));
            return "ivo://" + authority + "/" + collection + "?" + path;
        }
        return DESCRIBED.contains(bytes.mediaType()) ? "ivo://" + authority + "/home?" + node.id() : null;
    }

    /** As identifiers have it: everything but unreserved characters by its bytes in UTF-8. */
    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append('%').append("%02X".formatted((int) c));
            }
        }
        return text.toString();
    }
}
