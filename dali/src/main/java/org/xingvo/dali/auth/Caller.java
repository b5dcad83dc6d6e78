package org.xingvo.dali.auth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Immutable.
 *
 * @param user name of the principal; null: anonymous
 * @param groups names of the groups the principal is in, also by way of other groups
 * @param operator may do and see everything that the scope allows
 * @param scope what the credentials are good for
 * @param address of the machine the request came from; null: it came from this process
 */
public record Caller(
        @Nullable String user,
        Set<String> groups,
        boolean operator,
        Scope scope,
        @Nullable String address) {
    public static final Caller ANONYMOUS = new Caller(null, Set.of(), false);

    /** The server itself, and whoever has its machine. */
    public static final Caller SERVER = new Caller(OperatorToken.OPERATOR, Set.of(), true);

    public Caller {
        groups = Set.copyOf(groups);
    }

    /** A caller who may do all that the user may, from this process. */
    public Caller(@Nullable String user, Set<String> groups, boolean operator) {
        this(user, groups, operator, Scope.ADMIN, null);
    }

    /** May change files, nodes and jobs. */
    public boolean writes() {
        return scope != Scope.READ;
    }

    /** May change users, groups, tokens and passwords that are the user's own. */
    public boolean manages() {
        return user != null && scope == Scope.ADMIN;
    }

    /** May change the service itself. */
    public boolean administers() {
        return operator && scope == Scope.ADMIN;
    }

    /** The same caller on another machine. */
    public Caller from(@Nullable String machine) {
        return new Caller(user, groups, operator, scope, machine);
    }

    /** The same caller with credentials for no more than that. */
    public Caller within(Scope narrower) {
        return narrower.compareTo(scope) >= 0 ? this : new Caller(user, groups, operator, narrower, address);
    }
}
