package org.xingvo.server.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;

/** A plain page for people, without scripts. */
final class Page {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private Page() {}

    /** @param body HTML, already escaped */
    static Response.ResponseBuilder of(int status, String title, String body) {
        String html = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 52em; margin: 3em auto; padding: 0 1em; }
                label { display: block; margin: .6em 0; }
                input, select, button { font: inherit; padding: .2em .4em; }
                table { border-collapse: collapse; }
                td, th { text-align: left; padding: .2em .8em .2em 0; }
                h2 { font-size: 1.2em; margin-top: 2em; }
                .wrong { color: #a00; }
                code { background: #f2f2f2; padding: .1em .3em; overflow-wrap: anywhere; }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                %2$s</body>
                </html>
                """.formatted(escaped(title), body);
        return Response.status(status)
                .type("text/html;charset=UTF-8")
                .entity(html)
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    /** True if a person is there; Java's client, too, says that it takes {@code text/html}. */
    static boolean isWanted(ContainerRequestContext request) {
        String accept = request.getHeaderString("Accept");
        return accept != null && accept.contains("application/xhtml+xml");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
