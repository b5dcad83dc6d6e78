package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xingvo.adql.soak.Mutations;
import org.xingvo.adql.soak.RandomQueries;
import org.xingvo.adql.soak.SoakTables;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;

/** Queries with pieces changed, dropped, doubled and exchanged; the full number is run by {@code xing soak adql}. */
class AdqlFuzzTest {
    private static final long SEED = Long.getLong("xingvo.test.seed", System.nanoTime());
    private static final long COUNT = Long.getLong("xingvo.test.adql.mutations", 20_000);
    private static final CompileOptions OPTIONS = new CompileOptions(SkyDialect.CUBE, Visibility.PUBLIC_ONLY, 1000);

    @Test
    void aMutatedQueryOfTheCorpusIsRefusedOrCompiled() {
        System.out.println("AdqlFuzzTest seed " + SEED);
        List<String> queries = Examples.ALL.stream().map(Examples.Example::adql).toList();
        Mutations.Result result = new Mutations(SEED, CorpusSky.CATALOGUE, OPTIONS).run(queries, COUNT / 2);
        assertThat(result.compiled()).isGreaterThan(COUNT / 2 / 20);
        assertThat(result.resolvedShare()).isGreaterThan(0.3);
    }

    @Test
    void aMutatedQueryOfTheGrammarIsRefusedOrCompiled() {
        System.out.println("AdqlFuzzTest seed " + SEED);
        Mutations.Result result = new Mutations(SEED, SoakTables.CATALOGUE, OPTIONS)
                .run(RandomQueries.accepted(SEED, 500, OPTIONS), COUNT / 2);
        assertThat(result.resolvedShare()).isGreaterThan(0.3);
    }

    @Test
    void mostQueriesOfTheGrammarAreAccepted() {
        RandomQueries random = new RandomQueries(SEED);
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String query = random.next();
            try {
                assertThat(Adql.compile(query, SoakTables.CATALOGUE, OPTIONS).columns())
                        .isNotEmpty();
            } catch (AdqlException e) {
                refusals.add(e.getMessage() + ": " + query);
            }
        }
        assertThat(refusals).as("seed %d", SEED).hasSizeLessThan(150);
    }
}
