package org.xingvo.vospace.node;

import org.jspecify.annotations.Nullable;
import org.xingvo.dali.http.RequestPath;

/**
 * A fault of the standard: its exact name, a detail, and the HTTP status that goes with it (VOSpace 2.1, section 5.5).
 * The message is the body of the answer: name, blank, detail.
 */
public final class VospaceFault extends RuntimeException {
    private final Kind kind;
    private final transient @Nullable Node link;
    private final transient @Nullable RequestPath path;
    private final String rest;

    public VospaceFault(Kind kind, String detail) {
        this(kind, null, detail, null);
    }

    /**
     * A fault about a node, whose identifier is the first that is told.
     *
     * @param rest what follows it; "" for nothing
     */
    public VospaceFault(Kind kind, RequestPath path, String rest) {
        this(kind, path, rest, null);
    }

    private VospaceFault(Kind kind, @Nullable RequestPath path, String rest, @Nullable Node link) {
        super(kind.faultName + detail(path == null ? "" : path.plain(), rest));
        this.kind = kind;
        this.path = path;
        this.rest = rest;
        this.link = link;
    }

    private static String detail(String node, String rest) {
        return (node.isEmpty() ? "" : " " + node) + (rest.isEmpty() ? "" : " " + rest);
    }

    /** The name and the detail for clients: nodes by their identifiers (VOSpace 2.1, section 5.5). */
    public String told(NodeUri uris) {
        return kind.faultName + detail(path == null ? "" : uris.of(path), rest);
    }

    /** The link in the way, to be shown whole as the detail of LinkFound; null: none. */
    public @Nullable Node link() {
        return link;
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
        NODE_LOCKED("NodeLocked", 423),
        INVALID_TOKEN("InvalidToken", 400),
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
        return new VospaceFault(Kind.NODE_NOT_FOUND, path, "");
    }

    /** The answer to a path that leads through a link. */
    public static VospaceFault linkFound(Node link) {
        return new VospaceFault(Kind.LINK_FOUND, link.path(), "", link);
    }

    public static VospaceFault containerNotFound(RequestPath path) {
        return new VospaceFault(Kind.CONTAINER_NOT_FOUND, path, "");
    }

    /** The answer to what the viewer sees but may not do: an anonymous one is asked who it is. */
    public static VospaceFault denied(Viewer viewer, String why) {
        return new VospaceFault(viewer.isAnonymous() ? Kind.NOT_AUTHENTICATED : Kind.PERMISSION_DENIED, why);
    }

    public static VospaceFault invalidArgument(String what) {
        return new VospaceFault(Kind.INVALID_ARGUMENT, what);
    }
}
