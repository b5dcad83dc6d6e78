package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, and what they may see: the door to users, tokens, sessions, groups and access classes in the database.
 * Thread-safe. Answers about callers are remembered for half a second, so a revoked token or a changed group is honoured
 * within that time by every process, and at once by the process that changed it.
 */
public final class Identities {
    private final Lookup lookup;
    private final Ways ways;
    private final List<Authenticator> authenticators;
    private final Classes classes;
    private final Users users;
    private final Tokens tokens;
    private final Groups groups;
    private final Sessions sessions;
    private final EventLog events;

    /** With standard limits, and no proxy before it. */
    public Identities(DataSource database) {
        this(database, SignInSettings.STANDARD, Frontage.NONE, InstantSource.system());
    }

    /** @param frontage what stands between clients and this server */
    public Identities(DataSource database, SignInSettings settings, Frontage frontage, InstantSource clock) {
        this(database, settings, frontage, clock, Argon2.STANDARD);
    }

    Identities(DataSource database, SignInSettings settings, Frontage frontage, InstantSource clock, Argon2 argon2) {
        Sql sql = new Sql(database);
        this.lookup = new Lookup(sql);
        this.ways = new Ways(frontage, settings.plainPasswords());
        this.classes = new Classes(sql);
        Passwords passwords = new Passwords(sql, lookup, settings, clock, argon2);
        this.authenticators = Authenticator.all(lookup, passwords, ways);
        this.users = new Users(sql, passwords, this::forget);
        this.tokens = new Tokens(sql, clock, this::forget);
        this.groups = new Groups(sql, this::forget);
        this.sessions = new Sessions(sql, passwords, ways, settings, this::forget);
        this.events = new EventLog(sql, settings.keepEvents());
    }

    /**
     * The caller that a request shows.
     *
     * @return anonymous, with an address, if it shows nothing
     * @throws IdentityException.BadCredentials if it shows something that is not right; never taken for anonymous
     */
    public Caller caller(Arrival arrival) {
        Caller caller = null;
        for (Authenticator authenticator : authenticators) {
            caller = authenticator.caller(arrival);
            if (caller != null) {
                break;
            }
        }
        return (caller == null ? Caller.ANONYMOUS : caller).from(ways.address(arrival));
    }

    /** The caller that an Authorization header alone shows, from this process. */
    public Caller caller(@Nullable String authorization) {
        return caller(Arrival.ofHeader(authorization)).from(null);
    }

    /**
     * The caller that a principal is, for work done on its behalf: a signed URL, a job.
     *
     * @param user null: anonymous
     * @throws IdentityException.BadCredentials if there is no such principal any more
     */
    public Caller callerNamed(@Nullable String user) {
        if (user == null) {
            return Caller.ANONYMOUS;
        }
        Lookup.Known known = lookup.name(user);
        if (known == null) {
            throw new IdentityException.BadCredentials("the user is gone");
        }
        return known.caller();
    }

    /** As {@link #callerNamed(String)}, for work that a request asks for now, from where the request came. */
    public Caller callerNamed(@Nullable String user, Arrival arrival) {
        return callerNamed(user).from(ways.address(arrival));
    }

    /** The access classes that are public, whose embargo is over, the caller's own, or readable by a group of his. */
    public Visibility visibilityOf(Caller caller) {
        return classes.visibilityOf(caller);
    }

    /** The id of the access class with this answer to "who may see it", made if there is none yet. */
    public int accessClass(boolean isPublic, @Nullable String owner, Collection<String> readGroups) {
        return classes.find(isPublic, owner, readGroups);
    }

    /** As {@link #accessClass(boolean, String, Collection)}, within the transaction of a connection. */
    public int accessClass(
            Connection connection, boolean isPublic, @Nullable String owner, Collection<String> readGroups)
            throws SQLException {
        return classes.find(connection, isPublic, owner, readGroups);
    }

    /** Forgets what was remembered about callers, after a change of access classes in a transaction. */
    public void forget() {
        lookup.forget();
        classes.forget();
    }

    public Users users() {
        return users;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Groups groups() {
        return groups;
    }

    public Sessions sessions() {
        return sessions;
    }

    public EventLog events() {
        return events;
    }

    /** As the server itself. */
    public void addUser(String name, boolean operator) {
        users.add(Caller.SERVER, name, operator, null);
    }

    /** As the server itself. */
    public Tokens.NewToken createToken(String user, @Nullable Duration validity) {
        return tokens.create(Caller.SERVER, user, "", Scope.ADMIN, validity);
    }

    /** As the server itself. */
    public void revokeToken(long id) {
        tokens.revoke(Caller.SERVER, id, null);
    }

    /** As the server itself. */
    public void addGroup(String name, String owner) {
        groups.add(Caller.SERVER, name, owner, "");
    }

    /** As the server itself. */
    public void addMember(String group, String user) {
        groups.put(Caller.SERVER, group, Groups.Entry.MEMBER, user);
    }

    /** As the server itself. */
    public void removeMember(String group, String user) {
        groups.take(Caller.SERVER, group, Groups.Entry.MEMBER, user);
    }
}
