package org.xingvo.ingest.collection;

/**
 * What a description may say and nothing acts on yet. It is refused where descriptions are used: better no collection
 * than one that is not what its description says.
 */
public final class NotApplied {
    private NotApplied() {}

    /**
     * The description, if all that it says is acted on.
     *
     * @param file how it is called in messages
     * @throws DescriptionException it says another key of an observation than its path
     */
    public static CollectionDescription refuse(CollectionDescription description, String file) {
        if (!description.uniqueness().isPath()) {
            throw new DescriptionException(file + ": unique: expected path, which is all that is applied so far, found "
                    + description.uniqueness().of());
        }
        return description;
    }
}
