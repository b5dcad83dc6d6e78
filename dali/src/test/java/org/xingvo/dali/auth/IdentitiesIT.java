package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.PostgresExtension;

class IdentitiesIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    Path directory;

    static Identities identities;

    @BeforeAll
    static void open() {
        identities = new Identities(postgres.dataSource());
        identities.addUser("ann", false);
        identities.addUser("bob", false);
        identities.addGroup("team", "ann");
        identities.addMember("team", "bob");
    }

    @Test
    void aTokenNamesItsUserAndGroups() {
        String token = identities.createToken("bob", null).text();
        assertThat(identities.caller("Bearer " + token)).isEqualTo(new Caller("bob", Set.of("team"), false));
        assertThat(identities.caller("bearer " + token).user()).isEqualTo("bob");
        assertThat(identities.caller((String) null)).isEqualTo(Caller.ANONYMOUS);
        assertThat(identities.callerNamed("ann")).isEqualTo(new Caller("ann", Set.of("team"), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "Bearer xing_", "Basic !!", "Basic eA==", "Digest x", "Bearer", "x"})
    void whatIsNoTokenIsRefused(String header) {
        assertThatThrownBy(() -> identities.caller(header)).isInstanceOf(IdentityException.BadCredentials.class);
    }

    @Test
    void anExpiredTokenIsNone() {
        String token = identities.createToken("bob", Duration.ofSeconds(-1)).text();
        assertThatThrownBy(() -> identities.caller("Bearer " + token))
                .hasMessage("the token is unknown, expired or revoked");
    }

    @Test
    void aRevocationByAnotherProcessIsHeardSoon() {
        Identities other = new Identities(postgres.dataSource());
        Tokens.NewToken token = identities.createToken("bob", null);
        other.caller("Bearer " + token.text());
        identities.tokens().revoke(Caller.SERVER, token.id(), null);
        assertThatThrownBy(() -> identities.caller("Bearer " + token.text()))
                .isInstanceOf(IdentityException.BadCredentials.class);
        other.forget();
        assertThatThrownBy(() -> other.caller("Bearer " + token.text()))
                .isInstanceOf(IdentityException.BadCredentials.class);
    }

    @Test
    void onlyTheDigestOfATokenIsKept() {
        Tokens.NewToken token = identities.createToken("ann", null);
        assertThat(token.toString()).doesNotContain(token.text());
        assertThat(identities.tokens().list("ann")).extracting(Tokens.Token::id).contains(token.id());
    }

    @Test
    void anAccessClassIsMadeOnceAndSeenByWhomItNames() {
        int annOnly = identities.accessClass(false, "ann", List.of());
        int team = identities.accessClass(false, "ann", List.of("team"));
        int nobody = identities.accessClass(false, null, List.of());
        assertThat(identities.accessClass(false, "ann", List.of("team"))).isEqualTo(team);
        assertThat(identities.accessClass(true, "ann", List.of("team"))).isZero();
        Caller ann = identities.callerNamed("ann");
        Caller bob = identities.callerNamed("bob");
        assertThat(identities.visibilityOf(ann).classes())
                .contains(0, annOnly, team)
                .doesNotContain(nobody);
        assertThat(identities.visibilityOf(bob).classes()).contains(0, team).doesNotContain(annOnly, nobody);
        assertThat(identities.visibilityOf(Caller.ANONYMOUS)).isEqualTo(Visibility.PUBLIC_ONLY);
        assertThat(identities.visibilityOf(new Caller("x", Set.of(), true)).sees(nobody))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "-a", "a..b", "é"})
    void aNameMustBeSafeInAPath(String name) {
        assertThatThrownBy(() -> identities.addUser(name, false)).isInstanceOf(IdentityException.Refused.class);
        assertThatThrownBy(() -> identities.addGroup(name, "ann")).isInstanceOf(IdentityException.Refused.class);
    }

    @Test
    void aNameIsTakenOnce() {
        assertThatThrownBy(() -> identities.addUser("ann", false))
                .hasMessage("user 'ann': expected a new name, found one in use, now or before");
        assertThatThrownBy(() -> identities.addGroup("team", "bob")).isInstanceOf(IdentityException.Refused.class);
        assertThatThrownBy(() -> identities.createToken("nobody", null)).isInstanceOf(IdentityException.Refused.class);
    }

    @Test
    void theOperatorsTokenIsShownOnceAndKeptInASafePlace() throws Exception {
        String token = OperatorToken.ensure(directory, identities).orElseThrow();
        assertThat(OperatorToken.ensure(directory, identities)).isEmpty();
        assertThat(OperatorToken.read(directory)).isEqualTo(token);
        Path file = directory.resolve("operator-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(identities.caller("Bearer " + token).operator()).isTrue();
        Tokens.Token known = identities.tokens().list("operator").getLast();
        identities.revokeToken(known.id());
        String next = OperatorToken.ensure(directory, identities).orElseThrow();
        assertThat(next).isNotEqualTo(token);
    }

    @Test
    void aTokenFileThatTheDatabaseDoesNotKnowIsRegistered() throws Exception {
        String token = Secret.fresh();
        Files.writeString(directory.resolve("operator-token"), token + "\n");
        assertThat(OperatorToken.ensure(directory, identities)).isEmpty();
        assertThat(identities.caller("Bearer " + token).operator()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("operator-token"))))
                .isEqualTo("rw-------");
    }
}
