package org.xingvo.vospace.node;

import java.util.Arrays;
import java.util.Optional;

/** The closed set of node types (VOSpace 2.1, section 3.1), named as in {@code xsi:type}. */
public enum NodeType {
    NODE("Node"),
    DATA("DataNode"),
    UNSTRUCTURED_DATA("UnstructuredDataNode"),
    STRUCTURED_DATA("StructuredDataNode"),
    CONTAINER("ContainerNode"),
    LINK("LinkNode");

    private final String xmlName;

    NodeType(String xmlName) {
        this.xmlName = xmlName;
    }

    public String xmlName() {
        return xmlName;
    }

    /** True for the types that hold bytes. */
    public boolean holdsBytes() {
        return this == DATA || this == UNSTRUCTURED_DATA || this == STRUCTURED_DATA;
    }

    public static Optional<NodeType> named(String xmlName) {
        return Arrays.stream(values())
                .filter(type -> type.xmlName.equals(xmlName))
                .findFirst();
    }
}
