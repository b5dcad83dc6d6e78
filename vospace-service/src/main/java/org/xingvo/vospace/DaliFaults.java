package org.xingvo.vospace;

import java.io.IOException;
import java.util.Map;
import org.xingvo.dali.DaliFault;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;

/** Faults of what all services share, by the names of this one. */
final class DaliFaults {
    private static final Map<DaliFault.Kind, Kind> KINDS = Map.of(
            DaliFault.Kind.USAGE, Kind.INVALID_ARGUMENT,
            DaliFault.Kind.UNAUTHORIZED, Kind.NOT_AUTHENTICATED,
            DaliFault.Kind.FORBIDDEN, Kind.PERMISSION_DENIED,
            DaliFault.Kind.NOT_FOUND, Kind.NODE_NOT_FOUND,
            DaliFault.Kind.NOT_ACCEPTED, Kind.INVALID_ARGUMENT,
            DaliFault.Kind.TOO_LARGE, Kind.REQUEST_TOO_LARGE,
            DaliFault.Kind.TIME_LIMIT, Kind.SERVICE_BUSY,
            DaliFault.Kind.OVERLOADED, Kind.SERVICE_BUSY,
            DaliFault.Kind.CHANGED, Kind.SERVICE_BUSY,
            DaliFault.Kind.FATAL, Kind.INTERNAL_FAULT);

    private DaliFaults() {}

    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    /** Does something whose faults are told by the names of this service. */
    static <T> T told(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (DaliFault e) {
            throw of(e);
        }
    }

    static VospaceFault of(DaliFault fault) {
        return new VospaceFault(KINDS.getOrDefault(fault.kind(), Kind.INTERNAL_FAULT), fault.getMessage());
    }
}
