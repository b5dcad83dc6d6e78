package org.xingvo.tap;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.http.Callers;

/**
 * {@code /tap/examples} (DALI 1.1, section 2.3; TAP 1.1, section 2.4.3): a page for people that programs read, too, as
 * RDFa in well-formed XML. Each caller sees examples of the tables that are there for him. Thread-safe.
 */
@Path("tap/examples")
public final class ExamplesResource {
    private final Queries queries;
    private final Identities identities;

    ExamplesResource(Queries queries, Identities identities) {
        this.queries = queries;
        this.identities = identities;
    }

    @GET
    public Response get(@Context ContainerRequestContext request) {
        try {
            List<Example> examples =
                    Example.of(queries.schema().schema().visibleTo(identities.visibilityOf(Callers.of(request))));
            return new HttpAnswer(request)
                    .type("application/xhtml+xml;charset=UTF-8")
                    .bytes(page(examples).getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            return HttpAnswer.fault(e);
        }
    }

    private static String page(List<Example> examples) {
        StringBuilder page = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <html xmlns="http://www.w3.org/1999/xhtml">
                <head><title>Examples of queries</title></head>
                <body vocab="http://www.ivoa.net/rdf/examples#">
                <h1>Examples of queries</h1>
                """);
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            page.append("""
                    <div typeof="example" id="example-%d" resource="#example-%d">
                    <h2 property="name">%s</h2>
                    <p>%s</p>
                    <p>Table: <code property="table">%s</code></p>
                    <pre property="query">%s</pre>
                    </div>
                    """.formatted(
                            i + 1,
                            i + 1,
                            escaped(example.name()),
                            escaped(example.explanation()),
                            escaped(example.table()),
                            escaped(example.adql())));
        }
        return page.append("</body></html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
