package org.xingvo.server.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.xingvo.dali.http.PublicUrl;
import org.xingvo.server.preview.Gallery;

/** What people see who open the server's address in a browser: the services and how to use them. Thread-safe. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
public final class FrontPage {
    private static final int MOST = 100;
    private static final int PIXELS = 128;

    private final String title;
    private final Gallery gallery;

    /** @param gallery what everybody may see, whoever asks */
    public FrontPage(String title, Gallery gallery) {
        this.title = title;
        this.gallery = gallery;
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
                h2 { font-size: 1.2em; margin-top: 2em; }
                .pictures { display: flex; flex-wrap: wrap; gap: .5em; }
                .pictures img { object-fit: contain; background: #111; }
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
                <dt>Account</dt>
                <dd><a href="%2$s/account">Sign in</a>, make tokens, change the password</dd>
                </dl>
                %3$s</body>
                </html>
                """.formatted(escaped(title), escaped(base.toString()), collections(base));
    }

    private String collections(URI base) {
        List<Gallery.Shelf> shelves = gallery.shelves();
        if (shelves.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>Collections</h2>\n");
        for (Gallery.Shelf shelf : shelves.subList(0, Math.min(MOST, shelves.size()))) {
            html.append("<p>%s: table <code>data.%s</code></p>\n".formatted(escaped(shelf.title()), shelf.name()));
            if (!shelf.pictures().isEmpty()) {
                html.append("<div class=\"pictures\">\n");
                shelf.pictures().forEach(path -> html.append(picture(escaped(base + path))));
                html.append("</div>\n");
            }
        }
        if (shelves.size() > MOST) {
            html.append("<p>And %,d more: see the tables.</p>\n".formatted(shelves.size() - MOST));
        }
        return html.toString();
    }

    /** Asked for when it comes into sight: a page with many must not draw all of them at once. */
    private static String picture(String url) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        return "<a href=\"%s?size=1024\"><img loading=\"lazy\" width=\"%d\" height=\"%d\" src=\"%s?size=%d\" alt=\"%s\"></a>\n"
                .formatted(url, PIXELS, PIXELS, url, PIXELS, name);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
