package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups of users. Their owners change them, and operators. Owners are in a group without being listed, and whoever is in
 * a group that is in it is in it, too. Thread-safe.
 */
public final class Groups {
    /** Groups that a user who is no operator may own. */
    public static final int MOST_GROUPS = 100;

    private static final int LONGEST_DESCRIPTION = 1000;
    private static final String ROW = """
            select g.name, g.description,
                   array(select o.principal from archive.group_owner o where o.group_name = g.name),
                   array(select m.principal from archive.group_member m where m.group_name = g.name),
                   array(select n.inner_name from archive.group_nesting n where n.outer_name = g.name)
              from archive.user_group g""";

    private final Sql sql;
    private final Runnable forget;

    Groups(Sql sql, Runnable forget) {
        this.sql = sql;
        this.forget = forget;
    }

    /**
     * A group. Immutable.
     *
     * @param members who are named; owners and members of inner groups are in it, too
     * @param inner names of groups whose members are in it
     */
    public record Group(String name, String description, Set<String> owners, Set<String> members, Set<String> inner) {
        public Group {
            owners = Set.copyOf(owners);
            members = Set.copyOf(members);
            inner = Set.copyOf(inner);
        }
    }

    /** The kinds of entries of a group, each with its table. */
    public enum Entry {
        OWNER("owner", "archive.group_owner (group_name, principal)", "archive.principal"),
        MEMBER("member", "archive.group_member (group_name, principal)", "archive.principal"),
        GROUP("group", "archive.group_nesting (outer_name, inner_name)", "archive.user_group");

        private final String word;
        private final String table;
        private final String names;

        Entry(String word, String table, String names) {
            this.word = word;
            this.table = table;
            this.names = names;
        }

        private String where() {
            String[] columns =
                    table.substring(table.indexOf('(') + 1, table.length() - 1).split(", ", -1);
            return table.substring(0, table.indexOf(' ')) + " where " + columns[0] + " = ? and " + columns[1] + " = ?";
        }
    }

    /** Makes a group. The name of one that was removed is not given again: things may still be shared with it. */
    public void add(Caller by, String name, String owner, String description) {
        Names.checked("group", name);
        checkDescription(description);
        sql.transaction(connection -> {
            if (!by.administers()) {
                List<Integer> owned = Sql.list(
                        connection,
                        "select count(*) from archive.group_owner where principal = ?",
                        rows -> rows.getInt(1),
                        owner);
                if (owned.getFirst() >= MOST_GROUPS) {
                    throw new IdentityException.Refused(
                            "groups of '" + owner + "': expected at most " + MOST_GROUPS + ", found as many");
                }
            }
            int made = Sql.update(connection, """
                    insert into archive.user_group (name, description)
                    select ?, ? from archive.principal p
                     where p.name = ?
                       and not exists (select from archive.retired_name r where r.kind = 'group' and r.name = ?)
                    on conflict do nothing""", name, description, owner, name);
            if (made == 0) {
                throw new IdentityException.Refused("group '" + name
                        + "': expected an existing owner and a name not in use, now or before, found otherwise");
            }
            Sql.update(
                    connection, "insert into archive.group_owner (group_name, principal) values (?, ?)", name, owner);
            Audit.record(connection, Event.by(by, Action.GROUP_ADD, name).with("owner", owner));
            return name;
        });
        forget.run();
    }

    public void remove(Caller by, String name) {
        sql.transaction(connection -> {
            checkOwner(connection, by, name);
            Sql.update(connection, "delete from archive.user_group where name = ?", name);
            Sql.update(connection, "insert into archive.retired_name (kind, name) values ('group', ?)", name);
            Audit.record(connection, Event.by(by, Action.GROUP_REMOVE, name));
            return name;
        });
        forget.run();
    }

    public void describe(Caller by, String name, String description) {
        checkDescription(description);
        sql.transaction(connection -> {
            checkOwner(connection, by, name);
            Sql.update(connection, "update archive.user_group set description = ? where name = ?", description, name);
            Audit.record(connection, Event.by(by, Action.GROUP_CHANGE, name).with("description", description));
            return name;
        });
    }

    /** Adds an owner, a member, or a group whose members are to be in this one. */
    public void put(Caller by, String group, Entry entry, String who) {
        sql.transaction(connection -> {
            checkOwner(connection, by, group);
            int added;
            if (entry == Entry.GROUP && group.equals(who)) {
                added = 0;
            } else {
                added = Sql.update(
                        connection,
                        "insert into " + entry.table + " select ?, x.name from " + entry.names
                                + " x where x.name = ? on conflict do nothing",
                        group,
                        who);
            }
            if (added == 0) {
                throw new IdentityException.Refused("group '" + group + "': expected an existing "
                        + (entry == Entry.GROUP ? "other group" : "user") + " that is no " + entry.word
                        + " yet, found '" + who + "'");
            }
            Audit.record(connection, Event.by(by, Action.GROUP_CHANGE, group).with("add " + entry.word, who));
            return group;
        });
        forget.run();
    }

    /** Takes an entry out; the last owner stays. Members may take themselves out. */
    public void take(Caller by, String group, Entry entry, String who) {
        sql.transaction(connection -> {
            if (entry != Entry.MEMBER || !who.equals(by.user()) || !by.manages()) {
                checkOwner(connection, by, group);
            }
            if (Sql.update(connection, "delete from " + entry.where(), group, who) == 0) {
                throw new IdentityException.Refused(
                        "group '" + group + "': expected " + entry.word + " '" + who + "', found none");
            }
            if (entry == Entry.OWNER && find(connection, group).owners().isEmpty()) {
                throw new IdentityException.Refused(
                        "group '" + group + "': expected another owner besides '" + who + "', found none");
            }
            Audit.record(connection, Event.by(by, Action.GROUP_CHANGE, group).with("remove " + entry.word, who));
            return group;
        });
        forget.run();
    }

    public List<Group> list() {
        return sql.list(ROW + " order by g.name", Groups::group);
    }

    public Optional<Group> find(String name) {
        return sql.list(ROW + " where g.name = ?", Groups::group, name).stream().findFirst();
    }

    private static Group find(Connection connection, String name) throws SQLException {
        List<Group> found = Sql.list(connection, ROW + " where g.name = ?", Groups::group, name);
        if (found.isEmpty()) {
            throw new IdentityException.Refused("group '" + name + "': expected an existing one, found none");
        }
        return found.getFirst();
    }

    private static void checkOwner(Connection connection, Caller by, String name) throws SQLException {
        Sql.list(connection, "select from archive.user_group where name = ? for update", rows -> true, name);
        Group group = find(connection, name);
        String user = by.user();
        if (!by.administers()
                && (user == null || !by.manages() || !group.owners().contains(user))) {
            throw new IdentityException.NotAllowed("group '" + name + "': expected one of its owners");
        }
    }

    private static void checkDescription(String text) {
        if (text.length() > LONGEST_DESCRIPTION) {
            throw new IdentityException.Refused(
                    "description: expected at most " + LONGEST_DESCRIPTION + " characters, found " + text.length());
        }
    }

    private static Group group(ResultSet rows) throws SQLException {
        return new Group(
                rows.getString(1), rows.getString(2), Sql.strings(rows, 3), Sql.strings(rows, 4), Sql.strings(rows, 5));
    }

    /**
     * The name in {@code ivo://authority/gms?NAME} (GMS 1.0, section 2.2), or the text itself if it is no such URI.
     *
     * @param authority of this service; null: of whatever service
     */
    public static String nameOf(String text, @Nullable String authority) {
        if (!text.startsWith("ivo://")) {
            return text;
        }
        int question = text.indexOf('?');
        String service = text.substring("ivo://".length(), question < 0 ? text.length() : question);
        if (question < 0 || (authority != null && !service.equals(authority + "/gms"))) {
            throw new IdentityException.Refused("group: expected a name or ivo://"
                    + (authority == null ? "AUTHORITY" : authority) + "/gms?NAME, found '" + text + "'");
        }
        return text.substring(question + 1);
    }
}
