package org.xingvo.tap;

import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Identities;
import org.xingvo.dali.auth.Visibility;

/**
 * Who asks a query, with the classes of rows that he sees. Immutable; as good as the moment it was made.
 */
public record Asker(Caller caller, Visibility visibility) {
    static Asker of(Identities identities, Caller caller) {
        return new Asker(caller, identities.visibilityOf(caller));
    }
}
