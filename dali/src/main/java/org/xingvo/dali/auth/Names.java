package org.xingvo.dali.auth;

import java.util.regex.Pattern;

/** Names of users and groups: path segments, so nothing that needs escaping. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");

    private Names() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.contains("..");
    }

    /** The name, if it is one. */
    static String checked(String what, String name) {
        if (!isName(name)) {
            throw new IdentityException.Refused(what
                    + " name: expected 1 to 63 of A-Z a-z 0-9 . _ @ - with a letter or digit first, found '" + name
                    + "'");
        }
        return name;
    }
}
