package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xingvo.dali.vosi.Language.Feature;
import org.xingvo.dali.vosi.Language.Features;

class AdqlFeaturesTest {
    private static final Pattern SIGNATURE =
            Pattern.compile("[a-z][a-z0-9_]*\\(\\w+ [A-Z]+(, \\w+ [A-Z]+)*\\) -> [A-Z]+(\\[\\d*])?");

    @Test
    void whatIsDeclaredIsAskedAndAnsweredInTheCorpus() throws IOException {
        String answered;
        try (InputStream corpus = AdqlFeaturesTest.class.getResourceAsStream("/adql/corpus.txt")) {
            assertThat(corpus).isNotNull();
            answered = new String(corpus.readAllBytes(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        }
        for (Features features : AdqlFeatures.ALL) {
            for (Feature feature : features.features()) {
                String name = feature.form().replaceFirst("\\(.*", "").toUpperCase(Locale.ROOT);
                assertThat(Pattern.compile("\\b" + name + "\\b(?:(?!\n\n).)*?\n= ", Pattern.DOTALL)
                                .matcher(answered)
                                .find())
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void functionsAreDeclaredWithSignatureAndDescription() {
        for (Feature function : AdqlFeatures.ALL.getLast().features()) {
            assertThat(function.form()).matches(SIGNATURE);
            assertThat(function.description()).isNotBlank();
        }
    }
}
