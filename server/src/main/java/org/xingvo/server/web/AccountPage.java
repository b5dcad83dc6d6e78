package org.xingvo.server.web;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.Sessions;
import org.xingvo.dali.auth.Tokens;

/** The page on which users see and change what is theirs. */
final class AccountPage {
    private AccountPage() {}

    /** @param csrf what its forms bring back; null: they need nothing */
    static Response.ResponseBuilder of(String title, Caller caller, Identities identities, @Nullable String csrf) {
        String user = String.valueOf(caller.user());
        String hidden =
                csrf == null ? "" : "<input type=\"hidden\" name=\"csrf\" value=\"" + Page.escaped(csrf) + "\">";
        StringBuilder html = new StringBuilder("<p>Signed in as <b>%s</b>%s. Groups: %s.</p>\n"
                .formatted(
                        Page.escaped(user),
                        caller.operator() ? ", an operator" : "",
                        caller.groups().isEmpty()
                                ? "none"
                                : Page.escaped(String.join(", ", new TreeSet<>(caller.groups())))));
        html.append("<form method=\"post\" action=\"logout\"><button>Sign out</button></form>\n<h2>Tokens</h2>\n");
        html.append("<p>Programs sign in with a token in place of the password, or with <code>Authorization: Bearer"
                + " TOKEN</code>.</p>\n");
        html.append("<table><tr><th>name<th>scope<th>ends<th>last used<th></tr>\n");
        for (Tokens.Token token : identities.tokens().list(user)) {
            if (token.revoked() == null) {
                html.append("<tr><td>%s<td>%s<td>%s<td>%s<td>%s</tr>\n"
                        .formatted(
                                Page.escaped(token.name()),
                                token.scope().text(),
                                day(token.expires(), "never"),
                                day(token.lastUsed(), "not yet"),
                                "<form method=\"post\" action=\"account/tokens/" + token.id() + "/revoke\">" + hidden
                                        + "<button>Revoke</button></form>"));
            }
        }
        html.append("""
                </table>
                <form method="post" action="account/tokens">%1$s
                <label>What it is for <input name="name" maxlength="100"></label>
                <label>It may <select name="scope"><option value="read">read</option>
                <option value="write" selected>read and write</option><option value="admin">do everything</option>
                </select></label>
                <label>Days it is good for <input name="days" value="90" size="5"></label>
                <button>Make a token</button>, which is shown this once
                </form>
                <h2>Password</h2>
                <form method="post" action="account/password">%1$s
                <label>Old <input name="old" type="password" autocomplete="current-password" required></label>
                <label>New, 10 characters or more <input name="new" type="password" autocomplete="new-password"
                required minlength="10"></label>
                <button>Change it</button>, which signs out all browsers
                </form>
                <h2>Browsers</h2>
                <table><tr><th>since<th>last used<th>from<th>browser</tr>
                """.formatted(hidden));
        for (Sessions.Session session : identities.sessions().list(user)) {
            html.append("<tr><td>%s<td>%s<td>%s<td>%s</tr>\n"
                    .formatted(
                            session.created().truncatedTo(ChronoUnit.SECONDS),
                            session.lastUsed().truncatedTo(ChronoUnit.SECONDS),
                            Page.escaped(String.valueOf(session.address())),
                            Page.escaped(String.valueOf(session.agent()))));
        }
        html.append("</table>\n<form method=\"post\" action=\"account/sessions/close\">" + hidden
                + "<button>Sign out everywhere</button></form>\n");
        return Page.of(200, title, html.toString());
    }

    private static String day(@Nullable Instant time, String none) {
        return time == null
                ? none
                : time.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    }
}
