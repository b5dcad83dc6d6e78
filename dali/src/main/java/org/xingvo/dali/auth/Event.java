package org.xingvo.dali.auth;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did. Immutable.
 *
 * @param actor name of the user; null: anonymous
 * @param address of the machine it was done from; null: not over the network
 * @param subject what it was done to: a path, a user, a group, the number of a token
 * @param nodeId of the node it was done to; null: it was none
 * @param detail more, by name; never a secret
 */
public record Event(
        @Nullable String actor,
        @Nullable String address,
        Action action,
        String subject,
        @Nullable Long nodeId,
        Map<String, String> detail) {
    /** Longest subject that is kept, characters. */
    public static final int LONGEST_SUBJECT = 4096;

    public Event {
        Map<String, String> plain = new TreeMap<>();
        detail.forEach((name, value) -> plain.put(name, storable(value)));
        detail = Map.copyOf(plain);
        address = address == null ? null : storable(address);
        subject = storable(subject);
        if (subject.length() > LONGEST_SUBJECT) {
            subject = subject.substring(0, LONGEST_SUBJECT);
        }
    }

    /** Done by a caller. */
    public static Event by(Caller caller, Action action, String subject) {
        return new Event(caller.user(), caller.address(), action, subject, null, Map.of());
    }

    /** Done to this node. */
    public Event node(long id) {
        return new Event(actor, address, action, subject, id, detail);
    }

    /** With one more word about it. */
    public Event with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(detail);
        more.put(name, value.toString());
        return new Event(actor, address, action, subject, nodeId, more);
    }

    /** PostgreSQL keeps neither NUL nor half a surrogate pair. */
    private static String storable(String text) {
        return new String(text.replace('\0', '?').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
