package org.xingvo.dali.vosi;

import java.util.List;

/** One thing a service can do (VOResource 1.1, section 2.2.2). Every one has a standardID: some clients stop without. */
public sealed interface Capability permits PlainCapability, TapCapability, ConeCapability {
    String standardId();

    List<AccessInterface> interfaces();
}
