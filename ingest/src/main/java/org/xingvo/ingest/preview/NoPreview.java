package org.xingvo.ingest.preview;

/** A file of which no picture is made; the message is one sentence why, for people. */
public final class NoPreview extends Exception {
    private static final long serialVersionUID = 1L;

    NoPreview(String why) {
        super(why);
    }
}
