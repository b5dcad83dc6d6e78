package org.xingvo.tap.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xingvo.dali.DaliFault;
import org.xingvo.tap.turn.Places.Place;

class PlacesTest {
    @Test
    void aUsersQueriesWaitForEachOtherInTheirOrder() throws Exception {
        Places places = new Places(1, 2, Duration.ofHours(1));
        Place first = places.ask("a");
        Place second = places.ask("a");
        Place third = places.ask("a");
        assertThat(first.isGiven()).isTrue();
        assertThat(second.isGiven()).isFalse();
        assertThatThrownBy(() -> places.ask("a"))
                .isInstanceOf(DaliFault.class)
                .hasMessage(
                        "You have 1 queries running and 2 waiting, which is as many as one user may have; come again"
                                + " later");
        assertThat(places.running()).isOne();
        assertThat(places.waiting()).isEqualTo(2);

        first.close();
        second.await();
        assertThat(third.isGiven()).isFalse();
        second.close();
        second.close();
        third.await();
        third.close();
        assertThat(places.running()).isZero();
    }

    @Test
    void usersDoNotWaitForOthers() {
        Places places = new Places(1, 0, Duration.ofHours(1));
        try (Place mine = places.ask("a");
                Place other = places.ask("b")) {
            assertThat(mine.isGiven()).isTrue();
            assertThat(other.isGiven()).isTrue();
        }
        assertThat(places.running()).isZero();
    }

    @Test
    void whoGivesUpOrWaitsTooLongLeavesThePlaceToOthers() throws Exception {
        Places places = new Places(1, 3, Duration.ofMillis(1));
        Place running = places.ask("a");
        Place givesUp = places.ask("a");
        Place tooLong = places.ask("a");
        Place last = places.ask("a");
        givesUp.giveUp();
        assertThatThrownBy(givesUp::await).hasMessage("The query was stopped");
        assertThatThrownBy(tooLong::await)
                .isInstanceOf(DaliFault.class)
                .hasMessageStartingWith("Your query has waited");
        tooLong.close();
        running.close();
        last.await();
        givesUp.close();
        assertThat(places.running()).isOne();
        last.close();
        assertThat(places.running()).isZero();
        assertThat(places.waiting()).isZero();
    }
}
