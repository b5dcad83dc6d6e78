package org.xingvo.server.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.xingvo.dali.http.PublicUrl;

/** What people see who open the server's address in a browser: the services and how to use them. Thread-safe. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public final class FrontPage {
    private final String title;

    public FrontPage(String title) {
        this.title = title;
    }

    @GET
    public String get(@Context ContainerRequestContext request) {
        URI base = PublicUrl.of(request);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 44em; margin: 3em auto; padding: 0 1em; }
                code { background: #f2f2f2; padding: .1em .3em; }
                dt { font-weight: bold; margin-top: 1em; }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                <p>A Virtual Observatory data service. Paste an address into TOPCAT, Aladin or pyvo, or follow a link.</p>
                <dl>
                <dt>TAP</dt>
                <dd><code>%2$s/tap</code>: <a href="%2$s/tap/tables">tables</a>,
                <a href="%2$s/tap/capabilities">capabilities</a>,
                <a href="%2$s/tap/sync?LANG=ADQL&amp;RESPONSEFORMAT=csv&amp;QUERY=SELECT+obs_collection,COUNT(*)+AS+n+FROM+ivoa.obscore+GROUP+BY+obs_collection">what is here</a></dd>
                <dt>Cone Search</dt>
                <dd><code>%2$s/scs/ivoa.obscore?RA=10&amp;DEC=20&amp;SR=1</code>, and <code>/scs/</code> with any table that
                has positions</dd>
                <dt>DataLink</dt>
                <dd><code>%2$s/datalink/links?ID=</code> and the identifier of a dataset</dd>
                <dt>VOSpace</dt>
                <dd><code>%2$s/vos</code>: <a href="%2$s/vos/nodes">the tree</a>; bytes by path below
                <code>%2$s/files</code></dd>
                </dl>
                </body>
                </html>
                """.formatted(escaped(title), escaped(base.toString()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
