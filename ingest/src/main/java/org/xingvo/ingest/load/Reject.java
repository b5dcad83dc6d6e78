package org.xingvo.ingest.load;

import org.jspecify.annotations.Nullable;
import org.xingvo.schemas.AccessClass;

/**
 * A file that is not in the catalogue, and why. Immutable.
 *
 * @param source the file as it was named to us
 * @param reason stable short code
 * @param detail what, where, expected, found
 * @param accessClass who may know
 * @param by the collection whose description refuses it; null: no description would take it
 */
public record Reject(
        String source,
        String reason,
        String detail,
        int accessClass,
        @Nullable CollectionHandle by) {
    private static final int MAX_DETAIL = 1000;

    public Reject {
        detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }

    /** One that everybody may know. */
    public Reject(String source, String reason, String detail) {
        this(source, reason, detail, AccessClass.PUBLIC, null);
    }

    /** The same for those who see this class; what was closed already stays so. */
    public Reject within(int guard) {
        return accessClass == AccessClass.PUBLIC ? new Reject(source, reason, detail, guard, by) : this;
    }

    /** One that holds as long as the collection is as it is now, and is for those who see all of it. */
    public static Reject by(CollectionHandle collection, String source, String reason, String detail) {
        return new Reject(source, reason, detail, collection.guard(), collection);
    }
}
