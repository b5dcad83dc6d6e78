package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2Test {
    private static final Argon2 QUICK = new Argon2(64, 1, 1);

    @Test
    void aHashMatchesItsPasswordAlone() {
        String phc = QUICK.hash("correct horse ö");
        assertThat(phc).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("=$", "horse");
        assertThat(Argon2.matches(phc, "correct horse ö")).isTrue();
        assertThat(Argon2.matches(phc, "correct horse o")).isFalse();
        assertThat(QUICK.hash("correct horse ö")).isNotEqualTo(phc);
    }

    /** The reference implementation makes this of "password" and the salt "somesalt". */
    @Test
    void hashesOfOtherProgramsMatch() {
        String phc = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThat(Argon2.matches(phc, "password")).isTrue();
        assertThat(Argon2.matches(phc, "Password")).isFalse();
    }

    @Test
    void parametersAreReadFromTheHash() {
        assertThat(Argon2.matches(new Argon2(128, 3, 2).hash("x"), "x")).isTrue();
        assertThat(QUICK.made(QUICK.hash("x"))).isTrue();
        assertThat(Argon2.STANDARD.made(QUICK.hash("x"))).isFalse();
        assertThat(Argon2.STANDARD.memoryKib()).isEqualTo(19456);
    }

    @Test
    void whatIsNoHashIsAFaultOfTheDatabase() {
        assertThatThrownBy(() -> Argon2.matches("$2b$12$x", "x")).hasMessageContaining("expected a PHC string");
    }
}
