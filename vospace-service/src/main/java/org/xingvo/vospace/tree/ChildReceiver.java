package org.xingvo.vospace.tree;

import java.io.IOException;
import org.xingvo.vospace.node.Node;

/** Takes the children of a container one by one. */
public interface ChildReceiver {
    void accept(Node child) throws IOException;
}
