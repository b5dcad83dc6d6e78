package org.xingvo.dali.vosi;

import java.util.List;

/** A capability with nothing but its interfaces: VOSI, DALI examples, DataLink, SIA 2, the parts of VOSpace. Immutable. */
public record PlainCapability(String standardId, List<AccessInterface> interfaces) implements Capability {
    public static final String VOSI_CAPABILITIES = "ivo://ivoa.net/std/VOSI#capabilities";
    public static final String VOSI_AVAILABILITY = "ivo://ivoa.net/std/VOSI#availability";
    public static final String VOSI_TABLES = "ivo://ivoa.net/std/VOSI#tables-1.1";
    public static final String EXAMPLES = "ivo://ivoa.net/std/DALI#examples";
    public static final String DATALINK = "ivo://ivoa.net/std/DataLink#links-1.1";
    public static final String SIA2 = "ivo://ivoa.net/std/SIA#query-2.0";
    public static final String VOSPACE_NODES = "ivo://ivoa.net/std/VOSpace/v2.0#nodes";
    public static final String VOSPACE_TRANSFERS = "ivo://ivoa.net/std/VOSpace/v2.0#transfers";
    public static final String VOSPACE_SYNC = "ivo://ivoa.net/std/VOSpace#sync-2.1";
    public static final String VOSPACE_PROTOCOLS = "ivo://ivoa.net/std/VOSpace/v2.0#protocols";
    public static final String VOSPACE_VIEWS = "ivo://ivoa.net/std/VOSpace/v2.0#views";
    public static final String VOSPACE_PROPERTIES = "ivo://ivoa.net/std/VOSpace/v2.0#properties";
    public static final String VOSPACE_FILES = "ivo://ivoa.net/std/VOSpace#files-proto";
    public static final String VOSPACE_RECURSIVE_DELETE = "ivo://ivoa.net/std/VOSpace#recursive-delete-proto";
    public static final String VOSPACE_RECURSIVE_PROPERTIES = "ivo://ivoa.net/std/VOSpace#recursive-nodeprops-proto";

    public PlainCapability {
        interfaces = List.copyOf(interfaces);
    }

    public static PlainCapability of(String standardId, AccessInterface at) {
        return new PlainCapability(standardId, List.of(at));
    }

    /** Capabilities and availability of a service, at their fixed names below {@code base}. */
    public static List<Capability> selfDescription(String base) {
        return List.of(
                of(VOSI_CAPABILITIES, AccessInterface.full(base + "/capabilities")),
                of(VOSI_AVAILABILITY, AccessInterface.full(base + "/availability")));
    }

    /** The tables document below {@code base}; version 1.1 says that {@code detail} is understood. */
    public static Capability tables(String base) {
        return of(VOSI_TABLES, AccessInterface.full(base + "/tables").withVersion("1.1"));
    }
}
