/**
 * What a collection is: its description, drafted from the headers of a group of files with a similar layout, and
 * its form as YAML. Names, types, units and UCDs of columns come from the cards alone. No SQL, no store. Thread
 * rule: records are immutable, everything that gathers is for one thread at a time. Rules:
 * docs/decisions/0030-collections-from-header-layouts.md.
 */
@NullMarked
package org.xingvo.ingest.collection;

import org.jspecify.annotations.NullMarked;
