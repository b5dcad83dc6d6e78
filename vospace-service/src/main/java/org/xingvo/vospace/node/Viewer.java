package org.xingvo.vospace.node;

import java.util.Collections;
import java.util.Set;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Visibility;

/** A caller with what the caller may see. Immutable; as good as the moment it was made. */
public record Viewer(Caller caller, Visibility visibility) {

    /** Sees what is public, and changes nothing. */
    public static final Viewer NOBODY = new Viewer(Caller.ANONYMOUS, new Visibility(false, Set.of(0)));

    public boolean isAnonymous() {
        return caller.user() == null && !caller.operator();
    }

    /** True if the node itself may be seen; its ancestors are another question. */
    public boolean sees(Node node) {
        return visibility.sees(node.access().accessClass()) || isOwner(node);
    }

    /** True if bytes and properties may be written, and children made. */
    public boolean writes(Node node) {
        return caller.writes()
                && !node.isVirtual()
                && (isOwner(node) || !Collections.disjoint(caller.groups(), node.writeGroups()));
    }

    /** True if permissions may be changed. */
    public boolean owns(Node node) {
        return caller.writes() && isOwner(node);
    }

    /** True if it is the viewer's, whatever the viewer's credentials are good for. */
    public boolean isOwner(Node node) {
        return caller.operator() || node.owner().equals(caller.user());
    }
}
