package org.xingvo.ingest.collection;

/**
 * What a description may say and nothing acts on yet. It is refused where descriptions are used: better no collection
 * than one that is open to all while its description says that it is closed.
 */
public final class NotApplied {
    private NotApplied() {}

    /**
     * The description, if all that it says is acted on.
     *
     * @param file how it is called in messages
     * @throws DescriptionException it says who may see the collection, or another key of an observation than its path
     */
    public static CollectionDescription refuse(CollectionDescription description, String file) {
        boolean open = description.access().readers() == null
                || description.access().readers() instanceof Access.Readers.Everybody;
        if (!open || !(description.access().embargo() instanceof Access.Embargo.None)) {
            throw new DescriptionException(
                    file + ": access: expected readers: public and no embargo, which are all that is applied so far;"
                            + " `xing collection access` closes a collection");
        }
        if (!description.uniqueness().isPath()) {
            throw new DescriptionException(file + ": unique: expected path, which is all that is applied so far, found "
                    + description.uniqueness().of());
        }
        return description;
    }
}
