package org.xingvo.vospace.transfer;

import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.xml.TransferDocument;

/** Which way a transfer goes, and who moves the bytes (VOSpace 2.1, section 6.4). */
public enum Directions {
    PUSH_TO("pushToVoSpace", true),
    PULL_FROM("pullFromVoSpace", true),
    PULL_TO("pullToVoSpace", false),
    PUSH_FROM("pushFromVoSpace", false),
    /** The direction is the URI of a node: within the space. */
    WITHIN("the URI of a node", false);

    private final String text;
    private final boolean byClient;

    Directions(String text, boolean byClient) {
        this.text = text;
        this.byClient = byClient;
    }

    public String text() {
        return text;
    }

    /** True if the client moves the bytes. */
    public boolean byClient() {
        return byClient;
    }

    public static Directions of(TransferDocument transfer) {
        for (Directions each : values()) {
            if (each != WITHIN && each.text.equals(transfer.direction())) {
                return each;
            }
        }
        if (transfer.direction().regionMatches(true, 0, "vos://", 0, 6)) {
            return WITHIN;
        }
        throw new VospaceFault(
                Kind.OPERATION_NOT_SUPPORTED,
                "direction: expected pushToVoSpace, pullFromVoSpace, pullToVoSpace, pushFromVoSpace or the URI of a"
                        + " node, found " + transfer.direction());
    }
}
