package org.xingvo.dali.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trail of events, to be read. Thread-safe. */
public final class EventLog {
    /** Most events of one answer. */
    public static final int MOST = 10_000;

    private static final int EXPIRE_AT_ONCE = 10_000;
    private static final int SUBJECT_KEY = 200;

    /** Actions that are never on nodes: there is an index of these. */
    private static final Pattern WITHOUT_NODES = Pattern.compile("(user|token|group|login|collection)\\.");

    private final Sql sql;
    private final Duration keep;

    EventLog(Sql sql, Duration keep) {
        this.sql = sql;
        this.keep = keep;
    }

    /**
     * An event as it was kept. Immutable.
     *
     * @param detail JSON
     */
    public record Entry(
            long id,
            Instant at,
            @Nullable String actor,
            @Nullable String address,
            String action,
            String subject,
            String detail) {}

    /**
     * Which events are wanted: those that fit everything that is given. Immutable.
     *
     * @param user who did it; null: anybody
     * @param action "token.revoke", or "token." for all that begin so; null: any
     * @param subject what it was done to, or with an asterisk at the end all that begins so; null: any
     * @param since not before; null: from the beginning
     * @param before events of lower numbers only, to read on from the last one of an answer; null: the latest
     * @param limit most events, the latest first
     */
    public record Question(
            @Nullable String user,
            @Nullable String action,
            @Nullable String subject,
            @Nullable Instant since,
            @Nullable Long before,
            int limit) {
        public Question {
            if (limit < 1 || limit > MOST) {
                throw new IdentityException.Refused("limit: expected 1 to " + MOST + ", found " + limit);
            }
        }
    }

    /** Records what was done in a transaction that {@link Audit} could not take part in. */
    public void record(Event event) {
        sql.with(connection -> {
            Audit.record(connection, event);
            return event;
        });
    }

    /** The events that fit, the latest first. */
    public List<Entry> find(Question question) {
        StringBuilder query = new StringBuilder(
                "select id, at, actor, address, action, subject, detail::text from archive.event where true");
        List<Object> values = new ArrayList<>();
        if (question.user() != null) {
            query.append(" and actor = ?");
            values.add(question.user());
        }
        String action = question.action();
        if (action != null) {
            query.append(action.endsWith(".") ? " and starts_with(action, ?)" : " and action = ?");
            values.add(action);
            if (WITHOUT_NODES.matcher(action).lookingAt()) {
                query.append(" and node_id is null");
            }
        }
        String subject = question.subject();
        if (subject != null && subject.endsWith("*")) {
            query.append(" and starts_with(subject, ?)");
            values.add(subject.substring(0, subject.length() - 1));
        } else if (subject != null) {
            query.append(" and left(subject, ")
                    .append(SUBJECT_KEY)
                    .append(") = left(?, ")
                    .append(SUBJECT_KEY);
            query.append(") and subject = ?");
            values.add(subject);
            values.add(subject);
        }
        if (question.since() != null) {
            query.append(" and at >= ?");
            values.add(new Sql.Time(question.since()));
        }
        if (question.before() != null) {
            query.append(" and id < ?");
            values.add(question.before());
        }
        query.append(" order by id desc limit ").append(question.limit());
        return sql.list(
                query.toString(),
                rows -> new Entry(
                        rows.getLong(1),
                        Sql.instant(rows, 2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7)),
                values.toArray());
    }

    /** Removes events that are older than they are kept, some thousands at a time; returns how many. */
    public long expire() {
        long removed = 0;
        int now;
        do {
            now = sql.with(connection -> Sql.update(connection, """
                    delete from archive.event
                     where id in (select e.id from archive.event e
                                   where e.at < now() - make_interval(secs => ?) order by e.id limit ?)""", (double) keep.toSeconds(), EXPIRE_AT_ONCE));
            removed += now;
        } while (now == EXPIRE_AT_ONCE);
        return removed;
    }
}
