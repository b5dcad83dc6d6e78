package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.dali.auth.Groups.Entry;
import org.xingvo.testing.PostgresExtension;

class GroupsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    static Identities identities;
    static Groups groups;

    @BeforeAll
    static void open() {
        identities = new Identities(postgres.dataSource());
        groups = identities.groups();
        for (String user : new String[] {"ann", "bob", "cat", "dan"}) {
            identities.addUser(user, false);
        }
    }

    private static Caller as(String user) {
        return identities.callerNamed(user);
    }

    @Test
    void whoIsInAnInnerGroupIsInTheOuterOnes() {
        groups.add(as("ann"), "survey", "ann", "all of it");
        groups.add(as("bob"), "spectra", "bob", "");
        groups.add(as("bob"), "students", "bob", "");
        groups.put(as("ann"), "survey", Entry.GROUP, "spectra");
        groups.put(as("bob"), "spectra", Entry.GROUP, "students");
        groups.put(as("bob"), "students", Entry.MEMBER, "cat");
        assertThat(as("cat").groups()).containsExactlyInAnyOrder("students", "spectra", "survey");
        assertThat(as("ann").groups()).containsExactly("survey");
        // a ring harms nobody
        groups.put(as("bob"), "students", Entry.GROUP, "survey");
        assertThat(as("ann").groups()).containsExactlyInAnyOrder("students", "spectra", "survey");
        groups.take(as("bob"), "spectra", Entry.GROUP, "students");
        assertThat(as("cat").groups()).containsExactly("students");
        groups.remove(as("bob"), "students");
        assertThat(as("cat").groups()).isEmpty();
    }

    @Test
    void onlyOwnersChangeAGroupAndOneAlwaysStays() {
        groups.add(as("ann"), "team", "ann", "");
        groups.put(as("ann"), "team", Entry.MEMBER, "cat");
        assertThatThrownBy(() -> groups.put(as("cat"), "team", Entry.MEMBER, "dan"))
                .isInstanceOf(IdentityException.NotAllowed.class);
        assertThatThrownBy(() -> groups.put(as("ann").within(Scope.WRITE), "team", Entry.MEMBER, "dan"))
                .isInstanceOf(IdentityException.NotAllowed.class);
        assertThatThrownBy(() -> groups.take(as("ann"), "team", Entry.OWNER, "ann"))
                .hasMessage("group 'team': expected another owner besides 'ann', found none");
        groups.put(as("ann"), "team", Entry.OWNER, "bob");
        groups.take(as("bob"), "team", Entry.OWNER, "ann");
        groups.take(as("cat"), "team", Entry.MEMBER, "cat");
        assertThat(groups.find("team")).contains(new Groups.Group("team", "", Set.of("bob"), Set.of(), Set.of()));
        groups.put(Caller.SERVER, "team", Entry.MEMBER, "ann");
        assertThat(identities.events().find(new EventLog.Question(null, null, "team", null, null, 10)))
                .extracting(EventLog.Entry::detail)
                .startsWith("{\"add member\": \"ann\"}", "{\"remove member\": \"cat\"}");
    }

    @Test
    void aNameIsNeverGivenAgain() {
        groups.add(as("dan"), "old", "dan", "");
        assertThatThrownBy(() -> identities.users().remove(Caller.SERVER, "dan"))
                .hasMessage("user 'dan': expected one who owns nothing, found group old; `xing user disable` keeps"
                        + " the user out");
        groups.remove(as("dan"), "old");
        assertThatThrownBy(() -> groups.add(as("ann"), "old", "ann", "")).isInstanceOf(IdentityException.Refused.class);
        identities.users().remove(Caller.SERVER, "dan");
        assertThatThrownBy(() -> identities.addUser("dan", false)).isInstanceOf(IdentityException.Refused.class);
    }

    @Test
    void groupsAreNamedByUriToo() {
        assertThat(Groups.nameOf("ivo://example.org/gms?team", "example.org")).isEqualTo("team");
        assertThat(Groups.nameOf("team", "example.org")).isEqualTo("team");
        assertThatThrownBy(() -> Groups.nameOf("ivo://elsewhere.org/gms?team", "example.org"))
                .hasMessageContaining("expected a name or ivo://example.org/gms?NAME");
    }
}
