package org.xingvo.dali.uws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTest {
    @Test
    void aJobGoesForwardOnlyButBackToTheQueueWhenItsServerDies() {
        assertThat(Phase.PENDING.next()).containsExactlyInAnyOrder(Phase.QUEUED, Phase.ABORTED);
        assertThat(Phase.QUEUED.next()).containsExactlyInAnyOrder(Phase.EXECUTING, Phase.ABORTED, Phase.ERROR);
        assertThat(Phase.EXECUTING.next())
                .containsExactlyInAnyOrder(Phase.COMPLETED, Phase.ERROR, Phase.ABORTED, Phase.QUEUED);
    }

    @Test
    void waitingMakesSenseInThreePhases() {
        EnumSet<Phase> active = EnumSet.allOf(Phase.class);
        active.removeIf(phase -> !phase.active());
        assertThat(active).containsExactly(Phase.PENDING, Phase.QUEUED, Phase.EXECUTING);
        assertThat(Phase.values()).hasSize(10);
    }

    @Test
    void namesAreReadInAnyCase() {
        assertThat(List.of("completed", " COMPLETED ", "Completed"))
                .allSatisfy(name -> assertThat(Phase.named(name)).hasValue(Phase.COMPLETED));
        assertThat(Phase.named("RUN")).isEmpty();
    }
}
