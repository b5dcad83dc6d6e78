package org.xingvo.dali.uws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.dali.Parameters;
import org.xingvo.dali.uws.Job.JobParameter;

/** What is asked for, and what is made of it. */
class JobRulesTest {
    private static final JobList LIST = new JobList("tap", "tap/async", Set.of("UPLOAD"), Set.of(), JobLimits.STANDARD);

    @ParameterizedTest
    @CsvSource({
        "2030-12-31T23:59:59Z, 2030-12-31T23:59:59.000Z",
        "2030-12-31T23:59:59.123456Z, 2030-12-31T23:59:59.123Z",
        "2030-12-31T23:59:59.5, 2030-12-31T23:59:59.500Z",
        "2030-12-31 23:59, 2030-12-31T23:59:00.000Z",
        "2030-12-31, 2030-12-31T00:00:00.000Z"
    })
    void timesAreReadAsClientsWriteThem(String text, String same) {
        assertThat(JobTimes.text(JobTimes.parse("DESTRUCTION", text))).isEqualTo(same);
    }

    @Test
    void aTimeThatIsNoneIsNamed() {
        assertThatThrownBy(() -> JobTimes.parse("AFTER", "tomorrow"))
                .hasMessage("Parameter AFTER: expected a time as 2030-12-31T23:59:59Z, found 'tomorrow'");
    }

    @Test
    void aDurationIsClippedAndZeroAsksForTheLongest() {
        JobLimits limits = JobLimits.STANDARD;
        assertThat(limits.granted(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.granted(Duration.ofDays(100))).isEqualTo(limits.hardDuration());
        assertThat(limits.granted(Duration.ZERO)).isEqualTo(limits.hardDuration());
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(limits.granted(Instant.parse("2027-01-01T00:00:00Z"), made))
                .isEqualTo(made.plus(limits.hardRetention()));
    }

    @Test
    void aParameterThatIsSentAgainReplacesTheFirstWhateverItsCase() {
        List<JobParameter> before =
                List.of(new JobParameter("RUNID", "a", null), new JobParameter("UPLOAD", "t,param:x", null));
        List<JobParameter> after = JobStore.merged(
                LIST,
                before,
                List.of(new JobParameter("runId", "b", null), new JobParameter("upload", "u,param:y", null)));
        assertThat(after)
                .containsExactly(
                        new JobParameter("RUNID", "b", null),
                        new JobParameter("UPLOAD", "t,param:x", null),
                        new JobParameter("upload", "u,param:y", null));
    }

    @Test
    void aFilterIsReadAndItsLengthLimited() {
        JobFilter filter = JobFilter.of(
                Parameters.of(Map.of("phase", List.of("QUEUED", "executing"), "LAST", List.of("99999999999"))));
        assertThat(filter.phases()).containsExactlyInAnyOrder(Phase.QUEUED, Phase.EXECUTING);
        assertThat(filter.last()).isEqualTo(JobFilter.MOST);
        assertThat(JobFilter.of(Parameters.of(Map.of())).last()).isEqualTo(JobFilter.STANDARD);
        assertThatThrownBy(() -> JobFilter.of(Parameters.of(Map.of("LAST", List.of("0")))))
                .hasMessage("Parameter LAST: expected a whole number from 1, found '0'");
        assertThatThrownBy(() -> JobFilter.of(Parameters.of(Map.of("PHASE", List.of("RUN")))))
                .hasMessage("Parameter PHASE: expected a phase of UWS, found 'RUN'");
    }

    @Test
    void limitsThatContradictEachOtherAreRefused() {
        JobLimits s = JobLimits.STANDARD;
        assertThatThrownBy(() -> new JobLimits(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        s.retention(),
                        s.hardRetention(),
                        1,
                        1,
                        1,
                        1,
                        s.longestWait()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 10, 5;");
    }

    @Test
    void namesOfJobsDiffer() {
        assertThat(JobIds.fresh()).matches("[0-9a-z]{20}").isNotEqualTo(JobIds.fresh());
    }
}
