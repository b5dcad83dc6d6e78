package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/** Users, passwords, sessions, tokens, groups and the trail of events, over HTTP as people and programs use them. */
class AccountsIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir
    static Path folder;

    private static Archive archive;
    private static String base;
    private static String operator;
    private static final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        archive = Archive.open(PublishedArchive.config(folder.resolve("data"), null));
        base = archive.serve().local().toString();
        operator = "Bearer " + Archive.operatorToken(archive.dataDirectory());
        String first = archive.newAdminPassword().orElseThrow();
        assertThat(archive.newAdminPassword()).isEmpty();
        assertThat(whoami(basic("admin", first))).contains("\"user\":\"admin\",\"operator\":true");
        for (String user : List.of("mia", "sam", "leo")) {
            assertThat(post("/admin/users", operator, "name", user, "password", PASSWORD)
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @AfterAll
    static void stop() {
        client.close();
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void aPasswordOpensEveryDoorAndIsAnsweredByName() throws Exception {
        String mia = basic("mia", PASSWORD);
        for (String path : List.of(
                "/tap/capabilities", "/vos/nodes/home?limit=0", "/files/home/mia/nothing", "/xs/nothing", "/whoami")) {
            HttpResponse<String> answer = get(path, "Authorization", mia);
            assertThat(answer.headers().firstValue("X-VO-Authenticated"))
                    .as(path)
                    .hasValue("mia");
            assertThat(get(path).headers().firstValue("X-VO-Authenticated"))
                    .as(path)
                    .isEmpty();
            HttpResponse<String> wrong = get(path, "Authorization", basic("mia", "not the password " + path));
            assertThat(wrong.statusCode()).as(path).isEqualTo(401);
            assertThat(wrong.headers().allValues("WWW-Authenticate")).as(path).anyMatch(c -> c.startsWith("Basic "));
        }
        assertThat(send("PUT", "/files/home/mia/a.txt", "bytes", "Authorization", mia)
                        .statusCode())
                .isEqualTo(201);
        assertThat(get("/files/home/mia/a.txt", "Authorization", mia).body()).isEqualTo("bytes");
    }

    /** As TOPCAT's library asks: a challenge on 200 means that signing in is possible. */
    @Test
    @Demand("V33")
    void capabilitiesTellTheAnonymousHowToSignIn() throws Exception {
        List<String> tap = get("/tap/capabilities").headers().allValues("WWW-Authenticate");
        String login = " standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\"" + base + "/login\"";
        assertThat(tap).contains("ivoa_bearer" + login, "ivoa_cookie" + login, "Bearer realm=\"xingvo\"");
        assertThat(get("/vos/capabilities").body()).contains("ivo://ivoa.net/sso#token", "ivo://ivoa.net/sso#cookie");
        assertThat(get("/tap/capabilities").body())
                .contains("ivo://ivoa.net/sso#BasicAA")
                .doesNotContain("sso#token");
        assertThat(get("/tap/capabilities", "Authorization", basic("mia", PASSWORD))
                        .headers()
                        .allValues("WWW-Authenticate"))
                .isEmpty();
    }

    /** As Java's own client and TapPlus of Astroquery send it: they say that they take HTML, or plain text. */
    @Test
    void programsSignInByTheFormAndGetACookieAndAToken() throws Exception {
        for (String path : List.of("/login", "/tap/login")) {
            HttpResponse<String> answer = send(
                    "POST",
                    path,
                    form("username", "mia", "password", PASSWORD),
                    "Content-Type",
                    FORM,
                    "Accept",
                    "text/html, image/gif, image/jpeg, */*; q=0.2");
            assertThat(answer.statusCode()).isEqualTo(200);
            String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(set).startsWith("JSESSIONID=xings_").contains("; HttpOnly", "; SameSite=Lax");
            String cookie = set.substring(0, set.indexOf(';'));
            assertThat(whoami("Bearer "
                            + answer.headers().firstValue("X-VO-Bearer").orElseThrow()))
                    .contains("\"user\":\"mia\"");
            assertThat(get("/whoami", "Cookie", cookie).body()).contains("\"user\":\"mia\"");
            assertThat(send("POST", path.replace("login", "logout"), "", "Cookie", cookie)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get("/whoami", "Cookie", cookie).body()).contains("\"user\":null");
        }
        assertThat(send("POST", "/login", form("username", "mia", "password", "wrong"), "Content-Type", FORM)
                        .statusCode())
                .isEqualTo(401);
        HttpURLConnection java =
                (HttpURLConnection) URI.create(base + "/login").toURL().openConnection();
        java.setDoOutput(true);
        java.getOutputStream()
                .write(form("username", "mia", "password", PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(java.getResponseCode()).isEqualTo(200);
        assertThat(java.getHeaderField("X-VO-Authenticated")).isEqualTo("mia");
    }

    @Test
    void aBrowserSignsInAndAPageOfElsewhereChangesNothingInItsName() throws Exception {
        String page = get("/login?next=%2Fvos%2Fnodes", "Accept", BROWSER).body();
        assertThat(page).contains("name=\"next\" value=\"/vos/nodes\"").doesNotContain("<script");
        HttpResponse<String> answer = login("sam", "/vos/nodes");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(base + "/vos/nodes");
        assertThat(answer.headers().firstValue("X-VO-Bearer")).isEmpty();
        assertThat(login("sam", "//evil.example.net/").headers().firstValue("Location"))
                .hasValue(base + "/account");
        String cookie = cookie(answer);
        for (String[] evil : new String[][] {
            {"PUT", "/files/home/sam/a.txt"},
            {"POST", "/vos/transfers"},
            {"POST", "/tap/sync"},
            {"DELETE", "/vos/nodes/home/sam"},
            {"POST", "/xs/x/y"},
            {"POST", "/logout"}
        }) {
            HttpResponse<String> refused =
                    send(evil[0], evil[1], "x", "Cookie", cookie, "Sec-Fetch-Site", "cross-site");
            assertThat(refused.statusCode()).as(evil[1]).isEqualTo(403);
            assertThat(send(evil[0], evil[1], "x", "Cookie", cookie, "Origin", "https://evil.example.net")
                            .statusCode())
                    .as(evil[1])
                    .isEqualTo(403);
        }
        assertThat(send("PUT", "/files/home/sam/a.txt", "x", "Cookie", cookie, "Origin", base)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send(
                                "POST",
                                "/login",
                                form("username", "sam", "password", PASSWORD),
                                "Content-Type",
                                FORM,
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void usersKeepTheirOwnPasswordTokensAndSessions() throws Exception {
        String cookie = cookie(login("leo", ""));
        String account = get("/account", "Cookie", cookie, "Accept", BROWSER).body();
        Matcher field = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(account);
        assertThat(field.find()).isTrue();
        String csrf = field.group(1);
        String wanted = form("name", "<laptop>", "scope", "read", "days", "30");
        assertThat(send("POST", "/account/tokens", wanted, "Content-Type", FORM, "Cookie", cookie)
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> made =
                send("POST", "/account/tokens", wanted + "&csrf=" + csrf, "Content-Type", FORM, "Cookie", cookie);
        assertThat(made.statusCode()).isEqualTo(200);
        String token = "Bearer " + made.body().strip();
        assertThat(whoami(token)).contains("\"scope\":\"read\"");
        assertThat(get("/account", "Cookie", cookie, "Accept", BROWSER).body()).contains("&lt;laptop&gt;");
        assertThat(send("PUT", "/files/home/leo/a.txt", "x", "Authorization", token)
                        .statusCode())
                .isEqualTo(403);
        for (String door : List.of("/vos/transfers", "/vos/async-delete", "/account/tokens", "/groups")) {
            HttpResponse<String> refused = post(door, token, "scope", "admin", "name", "mine");
            assertThat(refused.statusCode()).as(door).isEqualTo(403);
        }
        assertThat(send("DELETE", "/vos/nodes/home/leo/a.txt", "", "Authorization", token)
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/tap/sync", token, "LANG", "ADQL", "QUERY", "SELECT TOP 1 * FROM tap_schema.tables")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/account/tokens", basic("mia", PASSWORD), "scope", "everything")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/account/sessions", "Authorization", basic("leo", PASSWORD))
                        .body())
                .contains("127.0.0.1");
        HttpResponse<String> wrong = send(
                "POST",
                "/account/password",
                form("old", "wrong", "new", PASSWORD + "!", "csrf", csrf),
                "Content-Type",
                FORM,
                "Cookie",
                cookie);
        assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(403);
        assertThat(post("/account/password", basic("leo", PASSWORD), "old", PASSWORD, "new", PASSWORD + "!")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/whoami", "Cookie", cookie).body()).contains("\"user\":null");
        assertThat(whoami(basic("leo", PASSWORD + "!"))).contains("\"user\":\"leo\"");
        String id = get("/account/tokens", "Authorization", basic("leo", PASSWORD + "!"))
                .body()
                .lines()
                .toList()
                .get(1)
                .split("\t", -1)[0];
        assertThat(send("DELETE", "/account/tokens/" + id, "", "Authorization", basic("mia", PASSWORD))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("DELETE", "/account/tokens/" + id, "", "Authorization", basic("leo", PASSWORD + "!"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(get("/whoami", "Authorization", token).statusCode()).isEqualTo(401);
    }

    @Test
    void groupsAreMadeByUsersAndAnsweredByGms() throws Exception {
        String mia = basic("mia", PASSWORD);
        assertThat(post("/groups", mia, "name", "plates", "description", "glass")
                        .statusCode())
                .isEqualTo(204);
        assertThat(post("/groups", mia, "name", "inner", "owner", "sam").statusCode())
                .isEqualTo(403);
        assertThat(post("/groups", basic("sam", PASSWORD), "name", "inner").statusCode())
                .isEqualTo(204);
        assertThat(send("PUT", "/groups/plates/groups/ivo:%2F%2Fexample.org%2Fgms%3Finner", "", "Authorization", mia)
                        .statusCode())
                .isIn(204, 400); // some doors take no escaped slash
        post("/groups/plates/groups", mia, "group", "ivo://example.org/gms?inner");
        assertThat(send("PUT", "/groups/plates/members/leo", "", "Authorization", basic("sam", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> search = get("/gms/search", "Authorization", basic("sam", PASSWORD));
        assertThat(search.body()).isEqualTo("inner\r\nplates\r\n");
        assertThat(search.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(get("/gms/search?group=plates&group=nothing", "Authorization", basic("sam", PASSWORD))
                        .body())
                .isEqualTo("plates\r\n");
        assertThat(get("/gms/search").statusCode()).isEqualTo(401);
        assertThat(get("/gms/capabilities").body()).contains("ivo://ivoa.net/std/gms#search-1.0", base + "/gms/search");
        assertThat(get("/groups?format=json", "Authorization", mia).body())
                .contains("\"uri\":\"ivo://example.org/gms?plates\"", "\"groups\":[\"inner\"]");
    }

    @Test
    void theTrailTellsWhoDidWhatFromWhere() throws Exception {
        post("/admin/users", operator, "name", "kim");
        post("/admin/users/kim/disabled", operator);
        get("/whoami", "Authorization", basic("kim", "wrong wrong wrong"));
        String events =
                get("/admin/events?subject=kim", "Authorization", operator).body();
        assertThat(events.lines().map(line -> line.replaceFirst("^\\d+\t[^\t]+\t", "")))
                .containsExactly(
                        "user\tfrom\taction\tsubject\tdetail".replaceFirst("^", "id\tat\t"),
                        "operator\t127.0.0.1\tuser.disable\tkim\t{}",
                        "operator\t127.0.0.1\tuser.add\tkim\t{\"operator\": \"false\"}");
        assertThat(get("/admin/events?action=login.failure&format=json", "Authorization", operator)
                        .body())
                .contains("\"subject\":\"(unknown)\"", "\"from\":\"127.0.0.1\"");
        assertThat(get("/admin/events?action=user&limit=1", "Authorization", operator)
                        .body()
                        .lines())
                .hasSize(2);
        for (String bad : List.of("action=nothing", "since=yesterday", "limit=0", "limit=10001")) {
            assertThat(get("/admin/events?" + bad, "Authorization", operator).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(get("/admin/events", "Authorization", basic("mia", PASSWORD)).statusCode())
                .isEqualTo(403);
        assertThat(get("/admin/events").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> login(String user, String next) throws Exception {
        return send(
                "POST",
                "/login",
                form("username", user, "password", PASSWORD, "next", next),
                "Content-Type",
                FORM,
                "Accept",
                BROWSER,
                "Sec-Fetch-Site",
                "same-origin");
    }

    private static String cookie(HttpResponse<String> answer) {
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    private static String whoami(String authorization) throws Exception {
        return get("/whoami", "Authorization", authorization).body();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String form(String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + ServerConformance.encode(fields[i + 1]));
        }
        return String.join("&", pairs);
    }

    private static HttpResponse<String> post(String path, String authorization, String... fields) throws Exception {
        return send("POST", path, form(fields), "Content-Type", FORM, "Authorization", authorization);
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        body.isEmpty() || method.equals("DELETE")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + Arrays.stream(headers).collect(Collectors.joining(" ")))
                .isLessThan(500);
        return answer;
    }
}
