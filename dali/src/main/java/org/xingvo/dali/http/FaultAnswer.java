package org.xingvo.dali.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.ErrorDocument;

/** A fault as an answer of a protocol resource (DALI 1.1, section 5.2). */
public final class FaultAnswer {
    private static final String COME_AGAIN_SECONDS = "5";

    private FaultAnswer() {}

    /** The error document, as a VOTable with the status that goes with it. */
    public static Response.ResponseBuilder of(DaliFault fault) {
        Response.ResponseBuilder answer = Response.status(fault.kind().status())
                .header(HttpHeaders.CONTENT_TYPE, ErrorDocument.CONTENT_TYPE)
                .entity(ErrorDocument.of(fault.getMessage()));
        return fault.kind() == DaliFault.Kind.OVERLOADED
                ? answer.header(HttpHeaders.RETRY_AFTER, COME_AGAIN_SECONDS)
                : answer;
    }
}
