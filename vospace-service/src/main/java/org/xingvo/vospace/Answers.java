package org.xingvo.vospace;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;

/** The few shapes that answers have. */
final class Answers {
    /** Without a charset: clients compare the whole value. Faults are ASCII but for names, which are UTF-8. */
    static final MediaType PLAIN = MediaType.TEXT_PLAIN_TYPE;

    static final String XML = "text/xml";

    private Answers() {}

    interface Document {
        void write(OutputStream out) throws IOException;
    }

    /** A small document, made before the status is sent, so that trouble still has one. */
    static Response xml(int status, Document document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.write(bytes);
        return Response.status(status).type(XML).entity(bytes.toByteArray()).build();
    }

    /** A document of any length. */
    static Response stream(Document document) {
        StreamingOutput body = document::write;
        return Response.ok(body, XML).build();
    }

    static Response text(String text) {
        return Response.ok(text, PLAIN).build();
    }

    static Response seeOther(URI location) {
        return Response.seeOther(location).build();
    }
}
