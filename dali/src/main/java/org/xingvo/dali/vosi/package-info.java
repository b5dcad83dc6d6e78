/**
 * What a service says of itself: availability, capabilities, tables. Documents are written from records, as streams,
 * with the prefixes and the places of declarations that clients take literally. Not here: HTTP, SQL, where the records
 * come from. Thread rule: records are immutable, writers one thread at a time. Governing documents: VOSI 1.1, VOResource
 * 1.1, VODataService 1.2, TAPRegExt 1.0 with erratum 1, SCS 1.03.
 */
@NullMarked
package org.xingvo.dali.vosi;

import org.jspecify.annotations.NullMarked;
