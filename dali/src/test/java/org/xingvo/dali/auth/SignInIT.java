package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

class SignInIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    private static final String PASSWORD = "correct horse:battery";
    private static final SignInSettings SETTINGS = new SignInSettings(
            2, 64, 3, 50, 50, Duration.ofMinutes(5), Duration.ofHours(1), false, Duration.ofDays(30));
    private static final Argon2 QUICK = new Argon2(64, 1, 1);

    static Identities identities;

    @BeforeAll
    static void open() {
        identities = with(QUICK);
        identities.users().add(Caller.SERVER, "ann", false, PASSWORD);
        identities.users().add(Caller.SERVER, "bob", false, null);
    }

    private static Identities with(Argon2 argon2) {
        return new Identities(postgres.dataSource(), SETTINGS, Frontage.NONE, InstantSource.system(), argon2);
    }

    @Test
    void aPasswordSignsInAndATokenTakesItsPlace() {
        assertThat(identities.caller(basic("ann", PASSWORD, "192.0.2.20")))
                .isEqualTo(new Caller("ann", Set.of(), false).from("192.0.2.20"));
        String token = identities.createToken("ann", null).text();
        assertThat(identities.caller(basic("ann", token, "192.0.2.20")).user()).isEqualTo("ann");
        assertThat(identities.caller(basic("", token, "192.0.2.20")).user()).isEqualTo("ann");
        assertThatThrownBy(() -> identities.caller(basic("bob", token, "192.0.2.20")))
                .isInstanceOf(IdentityException.BadCredentials.class);
        assertThat(identities.events().find(question("ann", "login.success")))
                .anyMatch(e -> "192.0.2.20".equals(e.address()) && e.detail().equals("{\"by\": \"basic\"}"));
    }

    @Test
    void nothingTellsWhetherTheNameOrThePasswordIsWrong() {
        for (String name : List.of("ann", "bob", "nobody", "no name!", "x".repeat(100))) {
            assertThatThrownBy(() -> identities.caller(basic(name, "wrong password", "192.0.2.2")))
                    .as(name)
                    .isExactlyInstanceOf(IdentityException.BadCredentials.class)
                    .hasMessage("the name or the password is wrong");
        }
        assertThat(identities.events().find(question(null, "login.failure")))
                .filteredOn(e -> "192.0.2.2".equals(e.address()))
                .extracting(EventLog.Entry::subject)
                .containsExactlyInAnyOrder("ann", "bob", "(unknown)", "(unknown)");
    }

    @Test
    void aPasswordInClearTextFromAnotherMachineIsNotLookedAt() {
        Map<String, String> headers = authorization("ann", PASSWORD);
        Arrival plain = new Arrival("GET", "192.0.2.3", false, headers::get);
        assertThatThrownBy(() -> identities.caller(plain))
                .isInstanceOf(IdentityException.WrongWay.class)
                .hasMessage("a password in clear text: expected https, found http from another machine");
        assertThat(identities
                        .caller(new Arrival("GET", "127.0.0.1", false, headers::get))
                        .user())
                .isEqualTo("ann");
    }

    @Test
    void guessesOfOnePlaceWaitAndTheUserElsewhereDoesNot() {
        for (int i = 0; i < 3; i++) {
            String guess = "wrong password " + i;
            assertThatThrownBy(() -> identities.caller(basic("ann", guess, "192.0.2.4")))
                    .hasMessage("the name or the password is wrong");
        }
        assertThatThrownBy(() -> identities.caller(basic("ann", PASSWORD, "192.0.2.4")))
                .isInstanceOf(IdentityException.TooMany.class);
        assertThat(identities.caller(basic("ann", PASSWORD, "192.0.2.5")).user())
                .isEqualTo("ann");
    }

    @Test
    void thirtyClientsAtOnceAreNoGuesses() throws Exception {
        Identities fresh = with(QUICK);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Caller>> requests = java.util.stream.IntStream.range(0, 30)
                    .mapToObj(i -> (Callable<Caller>) () -> fresh.caller(basic("ann", PASSWORD, "192.0.2.6")))
                    .toList();
            for (Future<Caller> answer : clients.invokeAll(requests)) {
                assertThat(answer.get().user()).isEqualTo("ann");
            }
        }
        assertThat(fresh.events().find(question("ann", "login.success")))
                .filteredOn(e -> "192.0.2.6".equals(e.address()))
                .hasSize(1);
    }

    @Test
    void aNewPasswordEndsTheOldOneAtOnceEverywhere() {
        identities.users().add(Caller.SERVER, "cat", false, PASSWORD);
        Identities other = with(QUICK);
        assertThat(other.caller(basic("cat", PASSWORD, "192.0.2.7")).user()).isEqualTo("cat");
        Sessions.NewSession session = identities.sessions().open(arrival("POST", Map.of()), "cat", PASSWORD);
        assertThat(other.caller(withCookie(session)).user()).isEqualTo("cat");
        identities.users().setPassword(Caller.SERVER, "cat", PASSWORD + "2");
        other.forget(); // half a second passes
        assertThatThrownBy(() -> other.caller(basic("cat", PASSWORD, "192.0.2.7")))
                .isInstanceOf(IdentityException.BadCredentials.class);
        assertThat(other.caller(withCookie(session)).user()).isNull();
        assertThat(other.caller(basic("cat", PASSWORD + "2", "192.0.2.7")).user())
                .isEqualTo("cat");
    }

    @Test
    void aUserWhoIsKeptOutComesInByNoDoor() {
        identities.users().add(Caller.SERVER, "dan", false, PASSWORD);
        String token = identities.createToken("dan", null).text();
        Sessions.NewSession session = identities.sessions().open(arrival("POST", Map.of()), "dan", PASSWORD);
        identities.users().disable(Caller.SERVER, "dan", true);
        assertThatThrownBy(() -> identities.caller(basic("dan", PASSWORD, "192.0.2.1")))
                .isInstanceOf(IdentityException.BadCredentials.class);
        assertThatThrownBy(() -> identities.caller("Bearer " + token))
                .isInstanceOf(IdentityException.BadCredentials.class);
        assertThatThrownBy(() -> identities.callerNamed("dan")).isInstanceOf(IdentityException.BadCredentials.class);
        assertThat(identities.caller(withCookie(session)).user()).isNull();
        identities.users().disable(Caller.SERVER, "dan", false);
        assertThat(identities.caller("Bearer " + token).user()).isEqualTo("dan");
    }

    @Test
    void aHashOfOldParametersIsMadeAnewWhenItsPasswordComes() throws SQLException {
        identities.users().add(Caller.SERVER, "eve", false, PASSWORD);
        Identities later = with(new Argon2(128, 1, 1));
        assertThat(later.caller(basic("eve", PASSWORD, "192.0.2.1")).user()).isEqualTo("eve");
        assertThat(later.caller(basic("eve", PASSWORD, "192.0.2.1")).user()).isEqualTo("eve");
        assertThat(password("eve")).startsWith("$argon2id$v=19$m=128,t=1,p=1$");
    }

    @Test
    void aSessionChangesNothingForPagesOfElsewhere() {
        Sessions.NewSession session = identities.sessions().open(arrival("POST", Map.of()), "ann", PASSWORD);
        assertThat(session.toString()).doesNotContain(session.cookie());
        Map<String, String> evil =
                Map.of("Cookie", Cookies.NAME + "=" + session.cookie(), "Sec-Fetch-Site", "cross-site");
        assertThat(identities.caller(arrival("GET", evil)).user()).isEqualTo("ann");
        assertThatThrownBy(() -> identities.caller(arrival("POST", evil)))
                .isInstanceOf(IdentityException.WrongWay.class);
        assertThat(identities.caller("Bearer " + session.cookie()).user()).isEqualTo("ann");
        identities.sessions().close(withCookie(session), identities.callerNamed("ann"));
        assertThat(identities.caller(withCookie(session)).user()).isNull();
    }

    @Test
    void aTokenIsGoodForItsScopeAndKnowsItsLastUse() {
        Tokens.NewToken token = identities.tokens().create(Caller.SERVER, "bob", "laptop", Scope.READ, null);
        Caller caller = identities.caller("Bearer " + token.text());
        assertThat(caller.writes()).isFalse();
        assertThat(caller.manages()).isFalse();
        Tokens.Token known = identities.tokens().list("bob").getLast();
        assertThat(known.name()).isEqualTo("laptop");
        assertThat(known.lastUsed()).isBeforeOrEqualTo(Instant.now().plusSeconds(1));
        assertThatThrownBy(() -> identities.tokens().revoke(caller, token.id(), "ann"))
                .isInstanceOf(IdentityException.Refused.class);
        identities.tokens().revoke(caller, token.id(), "bob");
        assertThat(identities.events().find(new EventLog.Question("bob", "token.", null, null, null, 10)))
                .extracting(EventLog.Entry::subject)
                .containsExactly(Long.toString(token.id()));
    }

    @Test
    void theFirstAccountIsMadeOnce() {
        assertThat(identities.users().firstAccount("admin")).isEmpty();
    }

    @Test
    void oldEventsGoAndYoungOnesStay() throws SQLException {
        execute(
                "insert into archive.event (at, action, subject) values (now() - interval '31 days', 'user.add', 'old'),"
                        + " (now() - interval '29 days', 'user.add', 'young')");
        assertThat(identities.events().expire()).isEqualTo(1);
        assertThat(identities.events().find(new EventLog.Question(null, "user.add", "you*", null, null, 10)))
                .hasSize(1);
    }

    private static EventLog.Question question(@org.jspecify.annotations.Nullable String user, String action) {
        return new EventLog.Question(user, action, null, null, null, 100);
    }

    private static Arrival basic(String user, String secret, String address) {
        return new Arrival("GET", address, true, authorization(user, secret)::get);
    }

    private static Map<String, String> authorization(String user, String secret) {
        String pair = user + ":" + secret;
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static Arrival arrival(String method, Map<String, String> headers) {
        return new Arrival(method, "192.0.2.1", true, new HashMap<>(headers)::get);
    }

    private static Arrival withCookie(Sessions.NewSession session) {
        return arrival("GET", Map.of("Cookie", Cookies.NAME + "=" + session.cookie()));
    }

    private static String password(String user) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection()) {
            return Sql.list(
                            connection,
                            "select password from archive.principal where name = ?",
                            rows -> rows.getString(1),
                            user)
                    .getFirst();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
