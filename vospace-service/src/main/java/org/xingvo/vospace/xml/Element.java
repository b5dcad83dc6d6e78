package org.xingvo.vospace.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One element of a small document. Immutable.
 *
 * @param attributes by local name, those in the namespace of XML Schema instances apart
 * @param type the local name of {@code xsi:type} with its namespace resolved; null: none
 * @param nil true for {@code xsi:nil}
 */
record Element(
        String namespace,
        String name,
        Map<String, String> attributes,
        @Nullable TypeName type,
        boolean nil,
        String text,
        List<Element> children) {

    /** A resolved {@code xsi:type}. */
    record TypeName(String namespace, String name) {}

    Optional<Element> child(String name) {
        return children.stream().filter(child -> child.name.equals(name)).findFirst();
    }

    List<Element> all(String name) {
        return children.stream().filter(child -> child.name.equals(name)).toList();
    }

    @Nullable
    String attribute(String name) {
        return attributes.get(name);
    }
}
