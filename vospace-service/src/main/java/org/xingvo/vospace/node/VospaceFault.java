package org.xingvo.vospace.node;

import org.xingvo.dali.http.RequestPath;

/**
 * A fault of the standard: its exact name, a detail, and the HTTP status that goes with it (VOSpace 2.1, section 5.5).
 * The message is the body of the answer: name, blank, detail.
 */
public final class VospaceFault extends RuntimeException {
    private final Kind kind;

    public VospaceFault(Kind kind, String detail) {
        super(kind.faultName + (detail.isEmpty() ? "" : " " + detail));
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The faults that this service gives. */
    public enum Kind {
        INTERNAL_FAULT("InternalFault", 500),
        NOT_AUTHENTICATED("NotAuthenticated", 401),
        PERMISSION_DENIED("PermissionDenied", 403),
        INVALID_URI("InvalidURI", 400),
        INVALID_ARGUMENT("InvalidArgument", 400),
        INVALID_DATA("InvalidData", 400),
        TYPE_NOT_SUPPORTED("TypeNotSupported", 400),
        VIEW_NOT_SUPPORTED("ViewNotSupported", 400),
        PROTOCOL_NOT_SUPPORTED("ProtocolNotSupported", 400),
        OPERATION_NOT_SUPPORTED("OperationNotSupported", 400),
        LINK_FOUND("LinkFound", 400),
        NODE_NOT_FOUND("NodeNotFound", 404),
        CONTAINER_NOT_FOUND("ContainerNotFound", 404),
        DUPLICATE_NODE("DuplicateNode", 409),
        NODE_BUSY("NodeBusy", 409),
        TRANSFER_FAILED("TransferFailed", 500),
        SERVICE_BUSY("ServiceBusy", 503),
        QUOTA_EXCEEDED("QuotaExceeded", 413),
        REQUEST_TOO_LARGE("RequestEntityTooLarge", 413);

        private final String faultName;
        private final int status;

        Kind(String faultName, int status) {
            this.faultName = faultName;
            this.status = status;
        }

        public String faultName() {
            return faultName;
        }

        public int status() {
            return status;
        }
    }

    /** The answer to what is not there and to what the viewer may not know of: the same. */
    public static VospaceFault notFound(RequestPath path) {
        return new VospaceFault(Kind.NODE_NOT_FOUND, path.plain());
    }

    public static VospaceFault containerNotFound(RequestPath path) {
        return new VospaceFault(Kind.CONTAINER_NOT_FOUND, path.plain());
    }

    /** The answer to what the viewer sees but may not do: an anonymous one is asked who it is. */
    public static VospaceFault denied(Viewer viewer, String why) {
        return new VospaceFault(viewer.isAnonymous() ? Kind.NOT_AUTHENTICATED : Kind.PERMISSION_DENIED, why);
    }

    public static VospaceFault invalidArgument(String what) {
        return new VospaceFault(Kind.INVALID_ARGUMENT, what);
    }
}
