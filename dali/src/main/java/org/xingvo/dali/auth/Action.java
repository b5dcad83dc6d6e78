package org.xingvo.dali.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can have happened. The text, "node.create", is what the database keeps: names are never changed. */
public enum Action {
    /** Somebody signed in, or came with a password that was not seen from that address for a while. */
    LOGIN_SUCCESS,
    /** A name and password, or a token, that were none; many of one place are counted into one event. */
    LOGIN_FAILURE,
    LOGIN_LOGOUT,
    USER_ADD,
    USER_REMOVE,
    USER_DISABLE,
    USER_ENABLE,
    USER_PASSWORD,
    USER_OPERATOR,
    TOKEN_CREATE,
    TOKEN_REVOKE,
    GROUP_ADD,
    GROUP_REMOVE,
    /** Description, members, owners or nested groups of a group. */
    GROUP_CHANGE,
    /** Who sees a collection or gets its data. */
    COLLECTION_ACCESS,
    /** A node without bytes: a container, a link, an empty file. */
    NODE_CREATE,
    /** New bytes of a node, also of one that is new. */
    NODE_WRITE,
    /** Properties or the target of a link. */
    NODE_CHANGE,
    /** Who may see or write a node. */
    NODE_ACCESS,
    NODE_MOVE,
    NODE_COPY,
    /** Into the trash, or for good where there is none. */
    NODE_DELETE,
    NODE_RESTORE,
    /** Out of the trash, for good. */
    NODE_PURGE,
    NODE_QUOTA,
    /** A file of the space can be asked by TAP from now on. */
    TABLE_LOAD,
    /** A file of the space looks like a table and is none. */
    TABLE_REFUSE,
    LINK_CREATE,
    LINK_REVOKE;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '.');

    /** As it is kept and shown. */
    public String text() {
        return text;
    }

    /** The action of that text. */
    public static Optional<Action> named(String text) {
        return Arrays.stream(values())
                .filter(action -> action.text.equals(text))
                .findFirst();
    }
}
