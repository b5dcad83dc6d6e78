package org.xingvo.vospace.tree;

/** Hears how far a long operation is, and can end it. Called by the thread that works. */
public interface Progress {
    /** Nobody asks. */
    Progress NONE = (done, failed, bytes) -> true;

    /**
     * So much is done.
     *
     * @param done nodes
     * @param failed nodes that could not be done
     * @param bytes of files copied
     * @return false: stop here
     */
    boolean at(long done, long failed, long bytes);
}
