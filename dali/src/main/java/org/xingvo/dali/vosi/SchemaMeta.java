package org.xingvo.dali.vosi;

import org.jspecify.annotations.Nullable;

/** A schema without its tables, which follow it one by one (VODataService 1.2, section 3.3). Immutable. */
public record SchemaMeta(
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable String utype) {}
