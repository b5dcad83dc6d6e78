package org.xingvo.server.web;

import java.util.Set;
import org.xingvo.dali.auth.Identities;

/** All resources of users, groups, tokens and the trail of events. */
public final class Accounts {
    private Accounts() {}

    /**
     * The resources.
     *
     * @param authority in the URIs of groups
     * @param title the service's name for people
     */
    public static Set<Object> resources(Identities identities, String authority, String title) {
        return Set.of(
                new LoginResource(identities, title),
                new AccountResource(identities, title),
                new GroupsResource(identities, authority),
                new GmsResource(),
                new UsersResource(identities),
                new TokensResource(identities),
                new EventsResource(identities));
    }
}
