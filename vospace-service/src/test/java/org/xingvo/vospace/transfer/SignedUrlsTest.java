package org.xingvo.vospace.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.dali.http.RequestPath;
import org.xingvo.vospace.transfer.SignedUrls.Grant;
import org.xingvo.vospace.transfer.SignedUrls.Use;

class SignedUrlsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final RequestPath PATH = RequestPath.parse("/home/ann/a%20b.fits");

    private final SignedUrls signed = new SignedUrls(() -> List.of(new byte[32]), InstantSource.fixed(NOW));

    @Test
    void aTokenSaysWhatItWasMadeFor() {
        String url = signed.path(Use.WRITE, "ann.b", "job", PATH);
        assertThat(url).startsWith("/signed:w.").endsWith("/home/ann/a%20b.fits");
        assertThat(signed.check(token(url), PATH)).contains(new Grant(Use.WRITE, "ann.b", "job"));
        assertThat(signed.check(token(signed.path(Use.READ, null, "", PATH)), PATH))
                .contains(new Grant(Use.READ, null, ""));
    }

    @Test
    void aTokenIsForOnePath() {
        String token = token(signed.path(Use.READ, "ann", "", PATH));
        assertThat(signed.check(token, RequestPath.parse("/home/ann/other"))).isEmpty();
        assertThat(signed.check(token, PATH.parent())).isEmpty();
    }

    @Test
    void aTokenEnds() {
        String token = token(signed.path(Use.READ, "ann", "", PATH));
        assertThat(at(NOW.plus(SignedUrls.VALIDITY).minusSeconds(1)).check(token, PATH))
                .isPresent();
        assertThat(at(NOW.plus(SignedUrls.VALIDITY)).check(token, PATH)).isEmpty();
    }

    @Test
    void noCharacterOfATokenCanBeChanged() {
        String token = token(signed.path(Use.READ, "ann", "job", PATH));
        // The last character holds two bits that no byte of the signature needs.
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'w' ? 'r' : 'w';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(signed.check(forged, PATH)).as(forged).isEmpty();
        }
        for (String junk : new String[] {"", ".", "....", "a.b.c.d.e", "r.zzzzzzzzzzzzzzzzzzz.x.y.z"}) {
            assertThat(signed.check(junk, PATH)).isEmpty();
        }
    }

    @Test
    void anotherKeyMakesOtherTokens() {
        byte[] key = new byte[32];
        key[0] = 1;
        String token = token(signed.path(Use.READ, "ann", "", PATH));
        assertThat(new SignedUrls(() -> List.of(key), InstantSource.fixed(NOW)).check(token, PATH))
                .isEmpty();
    }

    @Test
    void theKeyIsMadeOnceAndReadableByItsOwnerAlone(@TempDir Path directory) throws Exception {
        byte[] key = keys(directory, NOW).inForce().getFirst();
        assertThat(keys(directory, NOW).inForce()).containsExactly(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("signing-keys"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatAnEarlierKeySignedStaysInForceUntilItsEnd(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("signing-key"), new byte[32]);
        Files.setLastModifiedTime(directory.resolve("signing-key"), FileTime.from(NOW));
        Instant week = NOW.plus(SigningKeys.SIGNS);
        SigningKeys before = keys(directory, week);
        String token =
                token(new SignedUrls(before::inForce, InstantSource.fixed(week)).path(Use.READ, "ann", "", PATH));
        Instant later = week.plusSeconds(60);
        SigningKeys after = keys(directory, later);
        assertThat(after.inForce()).hasSize(2).element(1).isEqualTo(new byte[32]);
        SignedUrls urls = new SignedUrls(after::inForce, InstantSource.fixed(later));
        assertThat(urls.check(token, PATH)).isPresent();
        assertThat(urls.check(token(urls.path(Use.READ, "ann", "", PATH)), PATH))
                .isPresent();
        // A week on, the first key signed nothing that is still good.
        assertThat(keys(directory, later.plus(SigningKeys.SIGNS).plusSeconds(1)).inForce())
                .hasSize(2)
                .doesNotContain(new byte[32]);
        assertThat(directory.resolve("signing-key")).doesNotExist();
    }

    private static SigningKeys keys(Path directory, Instant time) throws IOException {
        return new SigningKeys(directory, InstantSource.fixed(time));
    }

    private static SignedUrls at(Instant time) {
        return new SignedUrls(() -> List.of(new byte[32]), InstantSource.fixed(time));
    }

    private static String token(String url) {
        return url.substring("/signed:".length(), url.indexOf('/', 1));
    }
}
